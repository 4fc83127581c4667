package fakeslack_test

import (
	"io"
	"net/http"
)

// do sends a request and gives the answer and its body.
func (w *workspace) do(r *http.Request) (*http.Response, string) {
	w.t.Helper()
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return response, string(body)
}
