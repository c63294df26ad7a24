package app

import (
	"qiangji/internal/core/assess"
	"qiangji/internal/core/rating"
	"qiangji/internal/core/register"
	"qiangji/internal/core/standard"
)

// A Judged is one organisation's year with all that was computed of it.
type Judged struct {
	Year       *register.Year
	Standard   *standard.Standard
	Assessment *assess.Assessment
	Rating     rating.Rating
}

// Banded reports whether enough of the year is due for a computed band.
func (j *Judged) Banded() bool { return j.Rating.Band.Basis == rating.Computed }

// A Problem (问题) is why a fact does not fit what is recorded already.
type Problem = register.Problem
