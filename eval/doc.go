// Package eval measures how good explanations are: whether their claims hold
// against the messages they cite, whether the citations are needed, what a
// teacher would say of the whole, and what it cost.
//
// A judge, which is a model, gives the verdicts; how far it agrees with people
// is measured too (Calibrate). The package asks no provider itself and explains
// nothing: both are functions that its user gives it.
package eval
