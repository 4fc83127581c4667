package fakeslack

import "cmp"

func (s *Server) addUsergroup(g Usergroup) {
	g.ID = cmp.Or(g.ID, s.id("S"))
	g.Name = cmp.Or(g.Name, g.Handle)
	var members []string
	for _, name := range g.Members {
		if id := s.person(name); id != "" {
			members = append(members, id)
		}
	}
	g.Members = members
	s.groups = append(s.groups, &g)
}

func (s *Server) listUsergroups(c *call) (result, error) {
	list := []any{}
	for _, g := range s.groups {
		out := map[string]any{"id": g.ID, "team_id": s.team.ID, "is_usergroup": true, "name": g.Name,
			"handle": g.Handle, "description": "", "is_external": false, "date_delete": 0, "user_count": len(g.Members)}
		if c.flag("include_users") {
			out["users"] = filled(g.Members)
		}
		list = append(list, out)
	}
	return result{"usergroups": list}, nil
}

func (s *Server) usergroupUsers(c *call) (result, error) {
	for _, g := range s.groups {
		if g.ID == c.text("usergroup") {
			return result{"users": filled(g.Members)}, nil
		}
	}
	return nil, apiError{Code: "no_such_subteam"}
}
