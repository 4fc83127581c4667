package main

import (
	"context"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/model"
	"github.com/gloss-tutor/gloss/store"
	"github.com/gloss-tutor/gloss/tutor"
)

// metrics count what the bot does: numbers by names that are known beforehand,
// never by people, channels or texts.
type metrics struct {
	registry *prometheus.Registry
	answers  *prometheus.CounterVec
	attempts *prometheus.CounterVec
	calls    *prometheus.CounterVec
	tokens   *prometheus.CounterVec
	dollars  *prometheus.CounterVec
}

func newMetrics() *metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	m := &metrics{
		registry: prometheus.NewRegistry(),
		answers:  counter("gloss_answers_total", "Answers that were shown whole and recorded, by engine and task.", "engine", "task"),
		attempts: counter("gloss_inbox_attempts_total", "Attempts at inbox items, by outcome: done, failed (tried again), dead (given up) or released (given back).", "outcome"),
		calls:    counter("gloss_slack_calls_total", "Calls of Slack's Web API, by method and HTTP status; 0 is no answer.", "method", "status"),
		tokens:   counter("gloss_model_tokens_total", "Tokens that models took and gave, by engine and direction.", "engine", "direction"),
		dollars:  counter("gloss_model_dollars_total", "What models cost in US dollars, by engine.", "engine"),
	}
	m.registry.MustRegister(m.answers, m.attempts, m.calls, m.tokens, m.dollars,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// library counts the answers that are recorded.
type library struct {
	tutor.Library
	metrics *metrics
}

// Record implements tutor.Library.
func (l library) Record(ctx context.Context, lesson tutor.Lesson) error {
	err := l.Library.Record(ctx, lesson)
	if err == nil {
		l.metrics.answers.WithLabelValues(lesson.Engine, string(lesson.Task)).Inc()
	}
	return err
}

// queue counts how attempts end.
type queue struct {
	inbox.Queue
	metrics *metrics
}

// Settle implements inbox.Queue.
func (q queue) Settle(ctx context.Context, lease inbox.Lease, how inbox.Outcome, from time.Time) error {
	q.metrics.attempts.WithLabelValues(how.String()).Inc()
	return q.Queue.Settle(ctx, lease, how, from)
}

// ledger counts what models cost.
type ledger struct {
	model.Ledger
	metrics *metrics
}

// Spend implements model.Ledger.
func (l ledger) Spend(ctx context.Context, spendings ...model.Spending) error {
	if err := l.Ledger.Spend(ctx, spendings...); err != nil {
		return err // they come again
	}
	for _, s := range spendings {
		l.metrics.tokens.WithLabelValues(s.Engine, "in").Add(float64(s.Usage.PromptTokens))
		l.metrics.tokens.WithLabelValues(s.Engine, "out").Add(float64(s.Usage.CompletionTokens))
		l.metrics.dollars.WithLabelValues(s.Engine).Add(float64(s.Usage.Cost) / 1e6)
	}
	return nil
}

// calls counts the calls of the Web API at an address.
type calls struct {
	http.RoundTripper
	api     string
	metrics *metrics
}

// RoundTrip implements http.RoundTripper.
func (c calls) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := c.RoundTripper.RoundTrip(request)
	if strings.HasPrefix(request.URL.String(), c.api) {
		status := 0
		if err == nil {
			status = response.StatusCode
		}
		c.metrics.calls.WithLabelValues(path.Base(request.URL.Path), strconv.Itoa(status)).Inc()
	}
	return response, err
}

// state is what is measured when somebody looks: links, the queue, budgets.
type state struct{ *service }

// What state collects.
var (
	linksUp        = prometheus.NewDesc("gloss_socket_links", "Links to Slack that are up.", nil, nil)
	connections    = prometheus.NewDesc("gloss_socket_connections", "Links that Slack counts for the app, in all its processes.", nil, nil)
	lastFrame      = prometheus.NewDesc("gloss_socket_last_frame_timestamp_seconds", "When anything last came from Slack, pings included; 0 for never.", nil, nil)
	lastEnvelope   = prometheus.NewDesc("gloss_socket_last_envelope_timestamp_seconds", "When an envelope last came from Slack; 0 for never.", nil, nil)
	reconnects     = prometheus.NewDesc("gloss_socket_reconnects_total", "Attempts to open a link beyond the first.", nil, nil)
	unacknowledged = prometheus.NewDesc("gloss_socket_unacknowledged_total", "Envelopes that were not acknowledged, so that Slack sends events again.", nil, nil)
	waiting        = prometheus.NewDesc("gloss_inbox_waiting", "Inbox items that have not ended, those in hand included.", nil, nil)
	oldest         = prometheus.NewDesc("gloss_inbox_oldest_age_seconds", "Age of the oldest inbox item that has not ended, 0 for none.", nil, nil)
	givenUp        = prometheus.NewDesc("gloss_inbox_dead", "Inbox items of the last day that were given up.", nil, nil)
	storeUp        = prometheus.NewDesc("gloss_database_up", "1 when the database answers.", nil, nil)
	budgetLeft     = prometheus.NewDesc("gloss_slack_budget_left", "Calls of a method that Slack's limits allow at once now.", []string{"method"}, nil)
)

// Describe implements prometheus.Collector.
func (s state) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{linksUp, connections, lastFrame, lastEnvelope, reconnects, unacknowledged, waiting, oldest, givenUp, storeUp, budgetLeft} {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (s state) Collect(to chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	socket := s.receiver.Status()
	gauge(linksUp, float64(socket.Links))
	gauge(connections, float64(socket.Connections))
	gauge(lastFrame, seconds(socket.LastFrame))
	gauge(lastEnvelope, seconds(socket.LastEnvelope))
	to <- prometheus.MustNewConstMetric(reconnects, prometheus.CounterValue, float64(socket.Reconnects))
	to <- prometheus.MustNewConstMetric(unacknowledged, prometheus.CounterValue, float64(socket.Unacknowledged))
	for method, left := range s.budget.Left() {
		gauge(budgetLeft, float64(left), method)
	}
	depth, err := depthOf(s.store)
	if err != nil {
		gauge(storeUp, 0)
		return
	}
	gauge(storeUp, 1)
	gauge(waiting, float64(depth.Waiting))
	gauge(givenUp, float64(depth.Dead))
	age := 0.0
	if depth.Waiting > 0 {
		age = time.Since(depth.Oldest).Seconds()
	}
	gauge(oldest, age)
}

// depthOf measures the queue, and gives up soon: whoever looks does not wait.
func depthOf(db *store.Store) (inbox.Depth, error) {
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Second)
	defer stop()
	return db.Depth(ctx)
}

// seconds is an instant in Unix seconds, 0 for the zero time.
func seconds(at time.Time) float64 {
	if at.IsZero() {
		return 0
	}
	return float64(at.UnixMilli()) / 1000
}
