package storetest

import "testing"

// TestStandby: what is committed where a standby is waited for is there when it takes
// over; one that was made to forget has fallen behind.
func TestStandby(t *testing.T) {
	c := newCluster(t)
	ask(t, c, "CREATE TABLE kept (n BIGINT)")
	s, err := c.Standby()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	if err := c.Set("synchronous_standby_names", "*"); err != nil {
		t.Fatal(err)
	}
	ask(t, c, "INSERT INTO kept VALUES (1)")
	if _, err := s.SQL(Postgres, "INSERT INTO kept VALUES (2)"); err == nil {
		t.Error("a standby takes writes")
	}
	if err := c.Set("synchronous_standby_names", ""); err != nil {
		t.Fatal(err)
	}
	if err := s.Forget(); err != nil {
		t.Fatal(err)
	}
	ask(t, c, "INSERT INTO kept VALUES (3)")
	c.Kill()
	if err := s.Promote(); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, s, "SELECT string_agg(CAST(n AS TEXT), ',') FROM kept"); got != "1" {
		t.Errorf("the standby holds %s, want 1", got)
	}
	ask(t, s, "INSERT INTO kept VALUES (4)")
}
