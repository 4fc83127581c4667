package glossary

// edges are a flat table from a node and a word to the next node.
type edges struct {
	keys  []uint64 // node and word, each one more, so that 0 is free
	nodes []int32
	count int
}

func edgeKey(node, word int32) uint64 { return uint64(uint32(node+1))<<32 | uint64(uint32(word+1)) }

func (e *edges) slot(key uint64) uint64 {
	mask := uint64(len(e.keys) - 1)
	at := (key * 0x9e3779b97f4a7c15) >> 32 & mask
	for e.keys[at] != 0 && e.keys[at] != key {
		at = (at + 1) & mask
	}
	return at
}

// follow is the node behind an edge.
func (e *edges) follow(node, word int32) (int32, bool) {
	if len(e.keys) == 0 {
		return 0, false
	}
	at := e.slot(edgeKey(node, word))
	return e.nodes[at], e.keys[at] != 0
}

func (e *edges) add(node, word, next int32) {
	if e.count*3 >= len(e.keys)*2 {
		old, nodes := e.keys, e.nodes
		e.keys, e.nodes = make([]uint64, max(16, 2*len(old))), make([]int32, max(16, 2*len(old)))
		for i, key := range old {
			if key != 0 {
				at := e.slot(key)
				e.keys[at], e.nodes[at] = key, nodes[i]
			}
		}
	}
	at := e.slot(edgeKey(node, word))
	e.keys[at], e.nodes[at] = edgeKey(node, word), next
	e.count++
}
