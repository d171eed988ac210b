// An order's life: the whole transition table, and what may still trade at its worst.
#include "router/child_order.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {
namespace {

using enum ChildState;

constexpr auto all_states = {pending_new, working, pending_replace, pending_cancel, unknown, ended};

TEST(ChildOrder, follows_the_table_for_every_pair) {
    struct Row {
        ChildTrigger trigger;
        std::string name;
        // after pending-new, working, pending-replace, pending-cancel, unknown, ended
        std::vector<ChildState> next;
    };
    const std::vector<Row> rows{
        {ChildTrigger::accepted,
         "accepted",
         {working, working, pending_replace, pending_cancel, working, ended}},
        {ChildTrigger::partly_filled,
         "partly filled",
         {working, working, pending_replace, pending_cancel, working, ended}},
        {ChildTrigger::filled, "filled", {ended, ended, ended, ended, ended, ended}},
        {ChildTrigger::replaced,
         "replaced",
         {pending_new, working, working, pending_cancel, working, ended}},
        {ChildTrigger::ended, "ended", {ended, ended, ended, ended, ended, ended}},
        {ChildTrigger::request_rejected,
         "request rejected",
         {pending_new, working, working, working, unknown, ended}},
        {ChildTrigger::session_lost,
         "session lost",
         {unknown, unknown, unknown, unknown, unknown, ended}},
        {ChildTrigger::found_working,
         "found working",
         {working, working, pending_replace, pending_cancel, working, ended}},
    };
    for (const Row& row : rows) {
        ASSERT_EQ(row.next.size(), all_states.size());
        auto next = row.next.begin();
        for (const ChildState state : all_states) {
            EXPECT_EQ(name(next_state(state, row.trigger)), name(*next++))
                << name(state) << ", " << row.name;
        }
    }
}

TEST(ChildOrder, is_asked_for_a_change_only_while_it_works) {
    EXPECT_EQ(next_state(working, ChildTrigger::ask_replace), pending_replace);
    EXPECT_EQ(next_state(working, ChildTrigger::ask_cancel), pending_cancel);
}

TEST(ChildOrderDeathTest, is_asked_for_no_change_before_its_answer_nor_after_its_end) {
    for (const ChildState state : all_states) {
        if (state == working) continue;
        for (const ChildTrigger trigger : {ChildTrigger::ask_replace, ChildTrigger::ask_cancel}) {
            EXPECT_DEATH(next_state(state, trigger), "invariant broken") << name(state);
        }
    }
}

TEST(ChildOrder, has_a_name_for_each_state) {
    std::map<std::string_view, ChildState> names;
    for (const ChildState state : all_states) names.emplace(name(state), state);
    EXPECT_EQ(names.size(), all_states.size());
}

TEST(ChildOrder, may_still_trade_the_larger_of_what_stands_and_what_was_asked) {
    struct Row {
        std::string name;
        ChildState state;
        std::int64_t total, filled;
        std::int64_t pending_total; // -1: no change under way
        std::int64_t leaves;
    };
    const std::vector<Row> rows{
        {"sent", pending_new, 5, 0, -1, 5},
        {"working", working, 5, 2, -1, 3},
        {"filled before its end was said", working, 5, 5, -1, 0},
        {"filled beyond its size", working, 5, 6, -1, 0},
        {"growing", pending_replace, 5, 2, 7, 5},
        {"shrinking", pending_replace, 5, 2, 3, 3},
        {"shrinking below what filled", pending_replace, 5, 4, 3, 1},
        {"being cancelled", pending_cancel, 5, 2, 5, 3},
        {"unknown", unknown, 5, 2, -1, 3},
        {"unknown while growing", unknown, 5, 2, 7, 5},
        {"unknown while shrinking", unknown, 5, 2, 3, 3},
        {"ended", ended, 5, 2, -1, 0},
        {"ended while growing", ended, 5, 2, 7, 0},
    };
    for (const Row& row : rows) {
        ChildOrder order;
        order.state = row.state;
        order.total = Quantity(row.total);
        order.filled = Quantity(row.filled);
        if (row.pending_total >= 0) {
            order.pending_id = "F-2";
            order.pending_total = Quantity(row.pending_total);
        }
        EXPECT_EQ(order.leaves(), Quantity(row.leaves)) << row.name;
        EXPECT_EQ(order.is_live(), row.state != ended) << row.name;
    }
}

TEST(ChildOrder, waits_for_an_answer_unless_it_works_or_has_ended) {
    const std::map<ChildState, bool> awaits{{pending_new, true},     {working, false},
                                            {pending_replace, true}, {pending_cancel, true},
                                            {unknown, true},         {ended, false}};
    for (const auto& [state, waits] : awaits) {
        ChildOrder order;
        order.state = state;
        EXPECT_EQ(order.awaits_answer(), waits) << name(state);
    }
}

TEST(ChildOrder, is_what_it_was_asked_to_be_last) {
    ChildOrder order;
    order.state = working;
    order.total = Quantity(3);
    order.terms.price = Price(100);
    order.pending_total = Quantity(5);
    order.pending_terms.price = Price(101);
    EXPECT_EQ(order.wanted_total(), Quantity(3));
    EXPECT_EQ(order.wanted_terms().price, Price(100));
    order.state = pending_replace;
    EXPECT_EQ(order.wanted_total(), Quantity(5));
    EXPECT_EQ(order.wanted_terms().price, Price(101));
}

TEST(ChildOrder, enters_or_exits_by_its_purpose) {
    struct Row {
        Purpose purpose;
        bool entry, mirror;
    };
    for (const Row& row :
         {Row{Purpose::mirror_entry, true, true}, Row{Purpose::mirror_exit, false, true},
          Row{Purpose::entry, true, false}, Row{Purpose::exit, false, false}}) {
        ChildOrder order;
        order.purpose = row.purpose;
        EXPECT_EQ(order.is_entry(), row.entry) << static_cast<int>(row.purpose);
        EXPECT_EQ(order.is_mirror(), row.mirror) << static_cast<int>(row.purpose);
    }
}

} // namespace
} // namespace lockstep
