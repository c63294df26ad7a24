package hand

import (
	"testing"

	"qiangji/internal/core/standard"
	"qiangji/internal/party"
)

func TestWords(t *testing.T) {
	check := func(words []standard.Word, at int, want string) {
		t.Helper()
		if words[at].Name != want {
			t.Errorf("%d is %s, not %s", at, words[at].Name, want)
		}
	}
	for at, want := range map[standard.Series]string{
		sAssembly: "党员大会", sCommittee: "支委会", sGroup: "党小组会", sLecture: "党课", sPartyDay: "主题党日", sOrgLife: "组织生活会",
		sAppraisal: "民主评议", sVolunteer: "志愿服务", sOpinions: "征求意见", sTwoCommittees: "两委商议", sVillagers: "村民代表会议",
		sIdeology: "意识形态分析", sIntegrity: "廉政教育", sVisits: "走访联系", sOwnLecture: "书记党课", sTalkCommittee: "支委互谈",
		sTalkMember: "支委党员谈", sTalkMembers: "党员互谈", sDuesRemitted: "党费上缴", sDuesPublished: "党费公示", sAffairs: "党务公开",
		sVillageAffairs: "村务公开", sCare: "关怀帮扶", sStatistics: "统计报送", sReview: "述职评议", sDuesFixed: "核定党费",
	} {
		check(standard.SeriesWords, int(at), want)
	}
	for at, want := range map[standard.Number]string{
		nVacant: "书记空缺天数", nTermOver: "届期逾期天数", nDecisionsDue: "决定到期数", nDecisionsDone: "决定办结数", nTopics: "提议数",
		nTopicsAnswered: "提议答复数", nPledgesDue: "承诺到期数", nPledgesDone: "承诺办成数", nDue: "应到人次", nPresent: "到会人次",
		nVotesBad: "表决不合规次数", nElectionsBad: "选举不合规次数", nFewCandidates: "差额不足次数", nAppraisalDue: "应评党员数",
		nAppraisalTaken: "参评党员数", nExcellent: "评议优秀数", nOrgLifePhases: "组织生活会环节数", nAppraisalPhases: "民主评议环节数",
		nChosenDone: "自选完成数", nSatisfaction: "满意度", nReview: "述职等次", nSerious: "严重问题数", nOverdue: "逾期问题数",
		nUnreported: "处置未报备数", nSquads: "突击攻关数", nMeetings: "会议总次数", nDiscussed: "讨论议事次数",
	} {
		check(standard.NumberWords, int(at), want)
	}
	for at, want := range map[int]string{
		pMembers: "党员数", pFull: "正式党员数", pGroups: "党小组数", pSeated: "支委数", pCommittee: "有支委会", pSecretary: "有书记",
		pDeputies: "副书记数", pOrganisation: "有组织委员", pPublicity: "有宣传委员", pDiscipline: "有纪检委员", pGroupLeaders: "小组长数",
		pJoint: "联合", pTemporary: "临时", pFloating: "流动", pFunctional: "功能型", pHeadOfUnit: "书记任单位负责人",
		pHeadOfVillage: "书记任村主任", pTenure: "书记党龄月数", pPremises: "有活动场所", pScattered: "分散",
	} {
		check(standard.ProfileWords, at, want)
	}
	for at, want := range map[int]string{
		mSecretary: "书记", mCommittee: "支委", mFloating: "流动", mLost: "失联", mAbroad: "国外", mAdjusted: "调整", mClass: "类别",
		mHours: "学时", mTrained: "集中培训次数", mArrears: "连续欠费月数", mOnRoll: "在册月数",
	} {
		check(standard.MemberWords, at, want)
	}
	for at, want := range map[standard.Clock]string{
		cTalk: "申请谈话", cThenNamed: "谈话后确定", cContacts: "指定联系人", cObserved: "培养考察", cTrained: "培养满期",
		cReviewed: "预审后接收", cConverted: "转正讨论",
	} {
		check(standard.ClockWords, int(at), want)
	}
	if party.WorkClasses[clsRetired].Label != "离退休" {
		t.Error("离退休 has moved")
	}
}
