package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"qiangji/internal/app"
	"qiangji/internal/errs"
	"qiangji/internal/party"
)

// rowsAtOnce is how many rows of a view are read in one snapshot.
const rowsAtOnce = 4096

// Fold implements app.Rows.
func (s *Store) Fold(ctx context.Context, generation int64, org party.OrgID, year int) (app.FoldRow, error) {
	const op = "sqlstore.Fold"
	found, err := collect(ctx, s, op, func(rows *sql.Rows) (r app.FoldRow, err error) {
		return r, rows.Scan(&r.Org, &r.Year, &r.Blob)
	}, numbered(`SELECT org, year, blob FROM view_fold_N WHERE org = $1 AND year = $2 ORDER BY org, year`, generation),
		string(org), year)
	return one(found, err, op, fmt.Sprintf("组织 %s 没有 %d 年的汇总", org, year))
}

// Folds implements app.Rows. It holds no snapshot while it yields.
func (s *Store) Folds(ctx context.Context, generation int64, year int, after party.OrgID, yield func(app.FoldRow) error) error {
	text := numbered(`SELECT org, year, blob FROM view_fold_N WHERE year = $1 AND org > $2 ORDER BY org LIMIT $3`, generation)
	return paged(after, yield, func(after party.OrgID) ([]app.FoldRow, error) {
		return collect(ctx, s, "sqlstore.Folds", func(rows *sql.Rows) (r app.FoldRow, err error) {
			return r, rows.Scan(&r.Org, &r.Year, &r.Blob)
		}, text, year, string(after), rowsAtOnce)
	}, func(r *app.FoldRow) party.OrgID { return r.Org })
}

// Scores implements app.Rows. It holds no snapshot while it yields.
func (s *Store) Scores(ctx context.Context, generation int64, year int, scheme party.SchemeID, after party.OrgID, yield func(app.ScoreRow) error) error {
	text := numbered(`SELECT org, year, scheme, blob FROM view_score_N
WHERE year = $1 AND scheme = $2 AND org > $3 ORDER BY org LIMIT $4`, generation)
	return paged(after, yield, func(after party.OrgID) ([]app.ScoreRow, error) {
		return collect(ctx, s, "sqlstore.Scores", func(rows *sql.Rows) (r app.ScoreRow, err error) {
			return r, rows.Scan(&r.Org, &r.Year, &r.Scheme, &r.Blob)
		}, text, year, string(scheme), string(after), rowsAtOnce)
	}, func(r *app.ScoreRow) party.OrgID { return r.Org })
}

// Orgs implements app.Rows. It holds no snapshot while it yields.
func (s *Store) Orgs(ctx context.Context, generation int64, after party.OrgID, yield func(app.OrgRow) error) error {
	text := numbered(`SELECT org, parent, level, name, ended, sum FROM view_org_N
WHERE org > $1 ORDER BY org LIMIT $2`, generation)
	return paged(after, yield, func(after party.OrgID) ([]app.OrgRow, error) {
		return collect(ctx, s, "sqlstore.Orgs", scanOrg, text, string(after), rowsAtOnce)
	}, func(r *app.OrgRow) party.OrgID { return r.Org })
}

// scanOrg believes a row whose checksum is right.
func scanOrg(rows *sql.Rows) (app.OrgRow, error) {
	var r app.OrgRow
	var ended, sum int64
	if err := rows.Scan(&r.Org, &r.Parent, &r.Level, &r.Name, &ended, &sum); err != nil {
		return r, err
	}
	r.Ended = ended == 1
	if sum != sumOf(&r) {
		return r, errs.E("sqlstore.Orgs", errs.IO,
			"组织 "+string(r.Org)+" 在组织树视图中的内容与校验和不符：视图已损坏；请运行 qiangji rebuild 重建", nil)
	}
	return r, nil
}

// Find implements app.Rows. No words find nothing.
func (s *Store) Find(ctx context.Context, generation int64, words []string, max int) ([]party.OrgID, error) {
	words = slices.Compact(slices.Sorted(slices.Values(words)))
	return collect(ctx, s, "sqlstore.Find", func(rows *sql.Rows) (org party.OrgID, err error) {
		return org, rows.Scan(&org)
	}, numbered(`SELECT org FROM view_word_N WHERE word IN (SELECT value FROM json_array_elements_text($1::json))
GROUP BY org HAVING COUNT(*) = $2 ORDER BY org LIMIT $3`, generation), list(words), len(words), max)
}
