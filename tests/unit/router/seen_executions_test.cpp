// The duplicate filter: what counts, what is a repeat, and how far it remembers.
#include "router/seen_executions.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace lockstep {
namespace {

using Verdict = SeenExecutions::Verdict;

std::string shown(Verdict verdict) {
    return verdict == Verdict::fresh ? "fresh" : verdict == Verdict::repeat ? "repeat" : "changed";
}

ExecutionEvent fill(const std::string& key) {
    ExecutionEvent event;
    event.kind = ExecKind::fill;
    event.exec_key = key;
    event.order_key = "order";
    event.cl_ord_id = "F-1";
    event.instrument = InstrumentId{1};
    event.terms.side = Side::sell;
    event.last_qty = Quantity(2);
    event.last_price = Price(100);
    return event;
}

TEST(SeenExecutions, knows_a_report_again_by_its_key_and_body) {
    struct Row {
        std::string name;
        std::function<void(ExecutionEvent&)> change;
        std::string verdict;
    };
    const std::vector<Row> rows{
        {"the same", [](ExecutionEvent&) {}, "repeat"},
        {"marked as a duplicate", [](ExecutionEvent& e) { e.poss_dup = true; }, "repeat"},
        {"marked as a resend", [](ExecutionEvent& e) { e.poss_resend = true; }, "repeat"},
        {"at another place", [](ExecutionEvent& e) { e.msg_seq_num = 77; }, "repeat"},
        {"sent later", [](ExecutionEvent& e) { e.transact_time = Timestamp(5); }, "repeat"},
        {"with another text", [](ExecutionEvent& e) { e.text = "again"; }, "repeat"},
        {"of another kind", [](ExecutionEvent& e) { e.kind = ExecKind::accepted; }, "changed"},
        {"of another order", [](ExecutionEvent& e) { e.order_key = "other"; }, "changed"},
        {"by another ClOrdID", [](ExecutionEvent& e) { e.cl_ord_id = "F-2"; }, "changed"},
        {"in another instrument", [](ExecutionEvent& e) { e.instrument = {0}; }, "changed"},
        {"on the other side", [](ExecutionEvent& e) { e.terms.side = Side::buy; }, "changed"},
        {"of another size", [](ExecutionEvent& e) { e.last_qty = Quantity(3); }, "changed"},
        {"at another price", [](ExecutionEvent& e) { e.last_price = Price(1); }, "changed"},
        {"with another key", [](ExecutionEvent& e) { e.exec_key = "2"; }, "fresh"},
    };
    for (const Row& row : rows) {
        SeenExecutions seen(10);
        EXPECT_EQ(shown(seen.judge(fill("1"))), "fresh") << row.name;
        ExecutionEvent second = fill("1");
        row.change(second);
        EXPECT_EQ(shown(seen.judge(second)), row.verdict) << row.name;
        EXPECT_EQ(shown(seen.judge(fill("1"))), "repeat") << row.name << ", and the first again";
    }
}

TEST(SeenExecutions, files_nothing_that_bears_no_key) {
    struct Row {
        std::string name;
        ExecKind kind;
        std::string key;
    };
    for (const Row& row : {Row{"a status", ExecKind::status, "1"},
                           Row{"a refused cancel", ExecKind::cancel_rejected, "1"},
                           Row{"an acceptance without a key", ExecKind::accepted, ""}}) {
        SeenExecutions seen(10);
        ExecutionEvent event = fill(row.key);
        event.kind = row.kind;
        EXPECT_EQ(shown(seen.judge(event)), "fresh") << row.name;
        EXPECT_EQ(shown(seen.judge(event)), "fresh") << row.name << ", again";
        EXPECT_EQ(seen.find(event.exec_key), nullptr) << row.name;
    }
}

TEST(SeenExecutions, remembers_the_newest_up_to_its_bound) {
    SeenExecutions seen(3);
    for (const char* key : {"1", "2", "3"}) seen.judge(fill(key));
    EXPECT_EQ(shown(seen.judge(fill("1"))), "repeat") << "the third newest";
    seen.judge(fill("4"));
    EXPECT_EQ(seen.find("1"), nullptr) << "the fourth newest";
    for (const char* key : {"2", "3", "4"}) EXPECT_NE(seen.find(key), nullptr) << key;
    EXPECT_EQ(shown(seen.judge(fill("1"))), "fresh");
    EXPECT_EQ(seen.find("2"), nullptr);
}

TEST(SeenExecutions, a_repeat_does_not_count_against_the_bound) {
    SeenExecutions seen(2);
    seen.judge(fill("1"));
    seen.judge(fill("2"));
    for (int i = 0; i < 100; ++i) seen.judge(fill("2"));
    EXPECT_NE(seen.find("1"), nullptr);
}

TEST(SeenExecutions, finds_a_fill_as_it_counts_now) {
    SeenExecutions seen(10);
    seen.judge(fill("1"));
    ASSERT_NE(seen.find("1"), nullptr);
    EXPECT_EQ(seen.find("1")->quantity, Quantity(2));
    seen.amend("1", Quantity(5), Price(90));
    EXPECT_EQ(seen.find("1")->quantity, Quantity(5));
    EXPECT_EQ(seen.find("1")->price, Price(90));
    EXPECT_EQ(seen.find("1")->side, Side::sell);
    // the report as it was first told is a repeat still
    EXPECT_EQ(shown(seen.judge(fill("1"))), "repeat");
    seen.amend("unknown", Quantity(1), Price(1));
    EXPECT_EQ(seen.find("unknown"), nullptr);
}

TEST(SeenExecutions, knows_what_was_taken_back_and_does_not_find_it) {
    SeenExecutions seen(2);
    seen.judge(fill("1"));
    seen.take_back("1");
    EXPECT_EQ(seen.find("1"), nullptr);
    EXPECT_EQ(shown(seen.judge(fill("1"))), "repeat");
    seen.take_back("unknown");
    EXPECT_EQ(shown(seen.judge(fill("unknown"))), "fresh");
    seen.judge(fill("3"));
    EXPECT_EQ(shown(seen.judge(fill("1"))), "fresh") << "past the bound it is forgotten like any";
}

} // namespace
} // namespace lockstep
