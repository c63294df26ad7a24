package register

import (
	"testing"

	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

// TestWordsAreMeasured keeps the sizes of a Year and the names of its measures
// in step with the word tables, whose index is the measure.
func TestWordsAreMeasured(t *testing.T) {
	for _, c := range []struct {
		what string
		have int
		want []standard.Word
	}{
		{"NSeries", NSeries, standard.SeriesWords}, {"NNumbers", NNumbers, standard.NumberWords},
		{"NProfile", NProfile, standard.ProfileWords}, {"NMember", NMember, standard.MemberWords},
		{"nClocks", nClocks, standard.ClockWords},
	} {
		if c.have != len(c.want) {
			t.Errorf("%s is %d, the vocabulary has %d words", c.what, c.have, len(c.want))
		}
	}
	for word, at := range map[string]int{
		"学时": int(mHours), "在册月数": int(mOnRoll), "连续未到月数": int(mMissed), "已评议": int(mGraded),
	} {
		same(t, word, standard.MemberWords[at].Name, word)
	}
	for word, at := range map[string]standard.Series{
		"党课": sLecture, "组织生活会": sOrgLife, "民主评议": sAppraisal, "集中学习": sStudy, "入党宣誓": sOath, "书记党课": sSecretaryLecture,
		"党费上缴": sDuesRemitted, "述职评议": sReview, "分类指导": sTierWork, "接收检查": sInspected, "流出地通报": sHostReport,
	} {
		same(t, word, standard.SeriesWords[at].Name, word)
	}
	for word, at := range map[string]standard.Number{
		"书记空缺天数": nVacant, "表决不合规次数": nVotesBad, "发展党员数": nAccepted, "自选项目数": nChoices, "述职等次": nReview,
		"未结问题数": nFindingsOpen, "讨论议事次数": nDiscussions, "得票不足次数": nElectedShort,
	} {
		same(t, word, standard.NumberWords[at].Name, word)
	}
	for word, at := range map[string]standard.Profile{
		"党小组数": pGroups, "有书记": pSecretary, "临时": pTemporary, "书记党龄月数": pSecretaryMonths, "有活动场所": pPremises,
		"下级支部数": pBranches, "季节性生产": pBusySeason,
	} {
		same(t, word, standard.ProfileWords[at].Name, word)
	}
	for word, at := range map[string]standard.Clock{
		"培养满期": cActivistYear, "接收审批": cAcceptApproved, "换届": cElection, "设立批复": cFoundingAnswered, "失联处理": cLost,
		"关系接收": cReceived, "应设支委会": cNeedsCommittee, "谈话后审批": cUpperTalkThenApproved, "设立备案": cFoundingFiled,
	} {
		same(t, word, standard.ClockWords[at].Name, word)
	}
}

// TestSeriesFollowMeetingKinds holds the first series to the kinds of meeting:
// the names differ only where the kind spells itself out.
func TestSeriesFollowMeetingKinds(t *testing.T) {
	long := map[string]string{
		"支部党员大会": "党员大会", "支部委员会": "支委会", "民主评议党员": "民主评议", "村(社区)两委商议": "两委商议",
		"村(居)民代表会议": "村民代表会议", "走访联系群众": "走访联系",
	}
	for i, k := range party.MeetingKinds {
		name := k.Label
		if short, ok := long[name]; ok {
			name = short
		}
		same(t, string(k.Code), standard.SeriesWords[i].Name, name)
	}
	same(t, "the last step", party.Steps[stepArchived].Code, "archived")
	same(t, "the step of acceptance", party.Steps[stepAccept].Code, "accept")
	same(t, "the last post with a bit", party.Posts[18].Code, "academic_lead")
}
