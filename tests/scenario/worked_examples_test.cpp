// The worked examples of docs/copying.md, one test each; where fills can race, in both orders.
#include "scenario/desk.hpp"

#include <gtest/gtest.h>

namespace lockstep::scenario {
namespace {

FollowerConfig& copies(Desk& desk, const char* multiplier, Rounding rounding = Rounding::down,
                       CopyMode mode = CopyMode::orders) {
    FollowerConfig& follower = desk.follower("F");
    follower.sizing.value = *Ratio::parse(multiplier);
    follower.sizing.rounding = rounding;
    follower.copy_mode = mode;
    return follower;
}

TEST(WorkedExamples, E01_half_size_rounds_down_in_both_copy_modes) {
    for (const CopyMode mode : {CopyMode::fills, CopyMode::orders}) {
        Desk desk(Broker::trading);
        copies(desk, "0.5", Rounding::down, mode);
        desk.play({
            {"leader buys 1", ""},
            {"leader buys 1", "o1 buy 1 market"},
            {"leader buys 1", ""},
            {"leader buys 1", "o2 buy 1 market"},
            {"leader sells 4", "o3 sell 2 market"},
        });
        EXPECT_EQ(desk.held("F"), Position(0));
    }
}

TEST(WorkedExamples, E02_half_size_rounds_to_nearest) {
    Desk desk(Broker::trading);
    copies(desk, "0.5", Rounding::nearest, CopyMode::fills);
    desk.play({
        {"leader buys 1", "o1 buy 1 market"},
        {"leader buys 1", ""},
        {"leader buys 1", "o2 buy 1 market"},
        {"leader buys 1", ""},
        {"leader sells 4", "o3 sell 2 market"},
    });
}

TEST(WorkedExamples, E03_a_ten_lot_in_three_fills) {
    Desk desk(Broker::trading);
    copies(desk, "0.3", Rounding::down, CopyMode::fills);
    desk.play({
        {"leader works A buy 10 limit 100", ""},
        {"leader A fills 3", ""},
        {"leader A fills 4", "o1 buy 2 market"},
        {"leader A fills 3", "o2 buy 1 market"},
    });
}

const std::vector<Row> half_size_bracket{
    {"leader buys 3", "o1 buy 1 market"},
    {"leader works T sell 3 limit 110", "o2 sell 1 limit 110"},
    {"leader works S sell 3 stop 90", "o3 sell 1 stop 90"},
    {"leader T fills 1", ""},
    {"leader S becomes 2", ""},
};

TEST(WorkedExamples, E04_the_followers_target_fills_before_the_leaders) {
    Desk desk(Broker::trading);
    copies(desk, "0.5");
    desk.play(half_size_bracket);
    desk.play({
        {"o2 fills 1 at 110", "cancel o3"},
        {"leader T fills 2", ""},
        {"leader S canceled", ""},
        {"wait 1000", ""},
    });
    EXPECT_EQ(desk.held("F"), Position(0));
    EXPECT_EQ(desk.working("F"), 0u);
}

TEST(WorkedExamples, E04_the_followers_target_fills_just_after_the_leaders) {
    Desk desk(Broker::trading);
    copies(desk, "0.5");
    desk.play(half_size_bracket);
    desk.play({
        {"leader T fills 2", ""},
        {"o2 fills 1 at 110", "cancel o3"},
        {"leader S canceled", ""},
        {"wait 1000", ""},
    });
    EXPECT_EQ(desk.held("F"), Position(0));
    EXPECT_EQ(desk.working("F"), 0u);
}

TEST(WorkedExamples, E04_the_followers_target_does_not_fill) {
    Desk desk(Broker::trading);
    copies(desk, "0.5");
    desk.play(half_size_bracket);
    desk.play({
        {"leader T fills 2", ""},
        {"leader S canceled", "cancel o3"},
        {"wait 499", ""},
        {"wait 1", "cancel o2; o4 sell 1 market"},
    });
    EXPECT_EQ(desk.held("F"), Position(0));
    EXPECT_EQ(desk.working("F"), 0u);
}

TEST(WorkedExamples, E05_only_the_target_that_takes_a_contract_off_is_mirrored) {
    Desk desk(Broker::trading);
    copies(desk, "0.5");
    desk.play({
        {"leader buys 3", "o1 buy 1 market"},
        {"leader works A sell 1 limit 110", ""},
        {"leader works B sell 1 limit 111", "o2 sell 1 limit 111"},
        {"leader works C sell 1 limit 112", ""},
    });
}

TEST(WorkedExamples, E06_fixed_size) {
    Desk desk(Broker::trading);
    FollowerConfig& follower = copies(desk, "2", Rounding::up);
    follower.sizing.kind = SizingKind::fixed;
    desk.play({
        {"leader buys 1", "o1 buy 2 market"},
        {"leader buys 1", ""},
        {"leader sells 1", "o2 sell 1 market"},
        {"leader sells 1", "o3 sell 1 market"},
    });
}

TEST(WorkedExamples, E06_fixed_one_stays_until_the_leader_is_flat) {
    Desk desk(Broker::trading);
    FollowerConfig& follower = copies(desk, "1", Rounding::up);
    follower.sizing.kind = SizingKind::fixed;
    desk.play({
        {"leader buys 3", "o1 buy 1 market"},
        {"leader sells 1", ""},
        {"leader sells 1", ""},
        {"leader sells 1", "o2 sell 1 market"},
    });
}

TEST(WorkedExamples, E07_percent_of_balance_rounds_down_or_to_nearest) {
    for (const auto& [rounding, of_two] :
         {std::pair{Rounding::down, ""}, std::pair{Rounding::nearest, "o1 buy 1 market"}}) {
        Desk desk(Broker::trading);
        FollowerConfig& follower = copies(desk, "100", rounding);
        follower.sizing.kind = SizingKind::percent_of_balance;
        desk.play({{"leader buys 2", of_two}});
        EXPECT_EQ(desk.happens("leader buys 1").empty(), rounding == Rounding::nearest);
        EXPECT_EQ(desk.held("F"), Position(1));
    }
}

TEST(WorkedExamples, E07_percent_of_balance_into_micros) {
    Desk desk(Broker::trading);
    FollowerConfig& follower = copies(desk, "100");
    follower.sizing.kind = SizingKind::percent_of_balance;
    follower.map = {{InstrumentId{0}, InstrumentId{1}, Ratio(10, 1)}};
    desk.play({{"leader buys 2", "o1 buy 6 MES market"}});
    EXPECT_EQ(desk.held("F", "MES"), Position(6));
}

TEST(WorkedExamples, E08_a_rejected_entry_opens_nothing_later) {
    Desk desk(Broker::silent);
    copies(desk, "1");
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"o1 rejected", ""},
        {"leader works S sell 2 stop 90", ""},
        {"leader sells 1", ""},
        {"leader sells 1", ""},
        {"leader S canceled", ""},
        {"wait 60000", ""},
    });
    EXPECT_EQ(desk.held("F"), Position(0));
    EXPECT_EQ(desk.notices(Reason::rejected_by_broker), 1);
}

TEST(WorkedExamples, E09_across_zero_closes_first_and_opens_once_flat) {
    Desk desk(Broker::silent);
    copies(desk, "1").limits.max_contracts = Ratio(2, 1);
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"o1 fills 2", ""},
        {"leader sells 5", "o2 sell 2 market"},
        {"o2 fills 1", ""},
        {"o2 fills 1", "o3 sell 2 market"},
        {"o3 fills 2", ""},
    });
    EXPECT_EQ(desk.held("F"), Position(-2));
}

TEST(WorkedExamples, E09_when_risk_denies_the_opening_part_the_closing_part_still_goes) {
    Desk desk(Broker::silent);
    copies(desk, "1").limits.max_order_quantity = Quantity(2);
    desk.play({
        {"leader buys 2", "o1 buy 2 market"},
        {"o1 fills 2", ""},
        {"leader sells 5", "o2 sell 2 market"},
        {"o2 fills 2", ""},
        {"wait 5000", ""},
    });
    EXPECT_EQ(desk.held("F"), Position(0));
    EXPECT_EQ(desk.notices(Reason::max_order_quantity), 1);
}

TEST(WorkedExamples, E10_a_paused_account_only_reduces) {
    Desk desk(Broker::trading);
    copies(desk, "1");
    desk.play({
        {"leader buys 1", "o1 buy 1 market"},
        {"F pause", ""},
        {"leader buys 1", ""},
        {"leader sells 2", "o2 sell 1 market"},
    });
    EXPECT_EQ(desk.held("F"), Position(0));
}

TEST(WorkedExamples, E11_disconnected_and_flat_sends_nothing_on_return) {
    Desk desk(Broker::trading);
    copies(desk, "1");
    desk.play({
        {"F down", ""},
        {"leader buys 2", ""},
        {"leader sells 2", ""},
        {"F up", ""},
        {"wait 60000", ""},
    });
}

TEST(WorkedExamples, E11_disconnected_and_holding_closes_on_return) {
    Desk desk(Broker::trading);
    copies(desk, "1");
    desk.play({
        {"leader buys 1", "o1 buy 1 market"},
        {"F down", ""},
        {"leader buys 2", ""},
        {"leader sells 3", ""},
        {"F up", "o2 sell 1 market"},
    });
    EXPECT_EQ(desk.held("F"), Position(0));
}

TEST(WorkedExamples, E12_a_trailed_stop_ends_at_the_newest_price_under_a_message_limit) {
    Desk desk(Broker::trading);
    copies(desk, "1");
    desk.config().sessions.back().max_messages_per_second = 10;
    desk.play({
        {"leader buys 1", "o1 buy 1 market"},
        {"leader works S sell 1 stop 50", "o2 sell 1 stop 50"},
        {"wait 1000", ""},
    });
    int sent = 0;
    for (int price = 51; price <= 70; ++price) {
        sent += !desk.happens("leader S becomes 1 stop " + std::to_string(price)).empty();
        desk.happens("wait 50");
    }
    sent += !desk.happens("wait 200").empty();
    EXPECT_LE(sent, 21);
    EXPECT_GE(sent, 10);
    desk.play({
        {"leader works E buy 1 limit 60", ""}, // the reserve is for exits
        {"leader S becomes 1 stop 71", "change o2 to 1 stop 71"},
        {"wait 1000", "o3 buy 1 limit 60"},
    });
}

TEST(WorkedExamples, E12_an_entry_that_the_message_limit_starves_is_given_up_aloud) {
    Desk desk(Broker::trading);
    copies(desk, "1").limits.max_signal_age = Duration::milliseconds(100);
    desk.config().sessions.back().max_messages_per_second = 2;
    desk.play({
        {"leader buys 1", "o1 buy 1 market"},
        {"leader buys 1", ""},
        {"wait 5000", ""},
    });
    EXPECT_EQ(desk.held("F"), Position(1));
    EXPECT_EQ(desk.notices(Reason::stale), 1);
}

TEST(WorkedExamples, E13_a_filled_target_leaves_no_stop_behind) {
    Desk desk(Broker::trading);
    copies(desk, "1");
    desk.play({
        {"leader buys 3", "o1 buy 3 market"},
        {"leader works T sell 3 limit 110", "o2 sell 3 limit 110"},
        {"leader works S sell 3 stop 90", "o3 sell 3 stop 90"},
        {"leader T fills 3", ""},
        {"wait 5", ""},
        {"o2 fills 3 at 110", "cancel o3"},
        {"leader S canceled", ""},
        {"wait 60000", ""},
    });
    EXPECT_EQ(desk.held("F"), Position(0));
    EXPECT_EQ(desk.working("F"), 0u);
}

TEST(WorkedExamples, E13_also_when_the_followers_target_fills_first) {
    Desk desk(Broker::trading);
    copies(desk, "1");
    desk.play({
        {"leader buys 3", "o1 buy 3 market"},
        {"leader works T sell 3 limit 110", "o2 sell 3 limit 110"},
        {"leader works S sell 3 stop 90", "o3 sell 3 stop 90"},
        {"o2 fills 3 at 110", "cancel o3"},
        {"leader T fills 3", ""},
        {"wait 5", ""},
        {"leader S canceled", ""},
        {"wait 60000", ""},
    });
    EXPECT_EQ(desk.held("F"), Position(0));
    EXPECT_EQ(desk.working("F"), 0u);
}

TEST(WorkedExamples, E14_a_grown_entry_counts_the_followers_own_fills) {
    Desk desk(Broker::prompt);
    copies(desk, "1");
    desk.play({
        {"leader works A buy 3 limit 100", "o1 buy 3 limit 100"},
        {"leader A fills 2", ""},
        {"o1 fills 3", ""},
        {"leader A becomes 5", "o2 buy 2 limit 100"},
    });
}

TEST(WorkedExamples, E14_a_grown_entry_when_the_follower_has_not_filled) {
    Desk desk(Broker::prompt);
    copies(desk, "1");
    desk.play({
        {"leader works A buy 3 limit 100", "o1 buy 3 limit 100"},
        {"leader A fills 2", ""},
        {"leader A becomes 5", "change o1 to 5 limit 100"},
    });
}

TEST(WorkedExamples, E15_ahead_of_the_leader_is_not_too_big_until_it_cancels) {
    Desk desk(Broker::prompt);
    copies(desk, "0.5");
    desk.play({
        {"leader works A buy 10 limit 100", "o1 buy 5 limit 100"},
        {"o1 fills 5", ""},
        {"leader A fills 1", ""},
        {"wait 60000", ""},
        {"leader A canceled", "o2 sell 5 market"},
        {"o2 fills 5", ""},
    });
    EXPECT_EQ(desk.held("F"), Position(0));
}

TEST(WorkedExamples, E15_the_other_way_round) {
    Desk desk(Broker::prompt);
    copies(desk, "0.5");
    desk.play({
        {"leader works A buy 10 limit 100", "o1 buy 5 limit 100"},
        {"leader A fills 1", ""},
        {"o1 fills 5", ""},
        {"leader A canceled", "o2 sell 5 market"},
    });
}

TEST(WorkedExamples, E16_an_unknown_position_is_never_sold_short) {
    Desk desk(Broker::trading);
    desk.leader().start_flat = false;
    copies(desk, "1");
    desk.play({{"leader sells 2", ""}, {"wait 60000", ""}});
    EXPECT_EQ(desk.held("F"), Position(0));
    EXPECT_EQ(desk.notices(Reason::position_unknown), 2) << "one alarm, one for the account";
}

TEST(WorkedExamples, E17_stop_and_target_both_filled_is_bought_back_at_once) {
    for (const bool target_first : {true, false}) {
        Desk desk(Broker::silent);
        copies(desk, "1");
        desk.play({
            {"leader buys 2", "o1 buy 2 market"},
            {"o1 fills 2", ""},
            {"leader works T sell 2 limit 110", "o2 sell 2 limit 110"},
            {"leader works S sell 2 stop 90", "o3 sell 2 stop 90"},
            {"o2 accepted", ""},
            {"o3 accepted", ""},
        });
        const std::string first = target_first ? "o2" : "o3";
        const std::string second = target_first ? "o3" : "o2";
        desk.play({
            {first + " fills 2", "cancel " + second},
            {second + " fills 2", "o4 buy 2 market"},
            {"o4 fills 2", ""},
        });
        EXPECT_EQ(desk.held("F"), Position(0));
        EXPECT_GE(desk.notices(Reason::wrong_side), 1);
    }
}

} // namespace
} // namespace lockstep::scenario
