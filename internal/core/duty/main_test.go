package duty

import (
	stdflag "flag"
	"os"
	"testing"
)

// TestMain asks the properties of more cases than rapid does by itself; a number
// given on the command line wins.
func TestMain(m *testing.M) {
	_ = stdflag.Set("rapid.checks", "6000")
	os.Exit(m.Run())
}
