// Package county is what the benches are run on: the scored items of county-demo
// for a village and an agency, frozen in testdata, and folded branch-years of the
// fictitious county, varied so that any number of them can be streamed.
package county
