package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// quietLimit is how long nothing may come from Slack, which sends pings, before
// the links are taken for deaf.
const quietLimit = time.Minute

// administer serves health and metrics at an address until the returned
// function is called; "" is no address. Nobody is asked who they are: the
// address is for this machine or a network of administrators, and what stands
// there is numbers.
func (s *service) administer(address string) (stop func(), err error) {
	if address == "" {
		return func() {}, nil
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("serve health and metrics: %w; choose another GLOSS_ADMIN_ADDR, like 127.0.0.1:9090", reason(err))
	}
	server := &http.Server{
		Handler: s.admin(), ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second,
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.log.Error("serve health and metrics", "error", err)
		}
	}()
	s.log.Info("health and metrics", "address", "http://"+listener.Addr().String())
	return func() { _ = server.Close() }, nil
}

// admin answers /healthz, /readyz and /metrics.
func (s *service) admin() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{}))
	// Alive: a process that is not should be started anew. What is amiss
	// elsewhere, at Slack or in the database, no start would mend.
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if err := s.ready(); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	return mux
}

// ready says why questions cannot be taken now, nil when they can.
func (s *service) ready() error {
	var faults []error
	socket := s.receiver.Status()
	switch {
	case socket.Links == 0:
		faults = append(faults, errors.New("no link to Slack is up"))
	case time.Since(socket.LastFrame) > quietLimit:
		faults = append(faults, fmt.Errorf("nothing came from Slack for %v", time.Since(socket.LastFrame).Round(time.Second)))
	}
	if _, err := depthOf(s.store); err != nil {
		faults = append(faults, errors.New("the database does not answer"))
	}
	return errors.Join(faults...)
}
