// What operators ask for: names looked up, events made, and how the accounts stand.
#include "desk.hpp"

#include "engine/operator_desk.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

using namespace test;

TEST(OperatorDesk, MakesOneEventOfEachAction) {
    const RouterConfig config = small_config();
    struct Row {
        ConsoleAction action;
        EventBody event;
        std::vector<FollowerId> accounts;
    };
    const std::vector<Row> rows{
        {AccountsAction{OperatorAction::pause, ActionScope::account, "twice", "lunch"},
         OperatorCommand{OperatorAction::pause, twice, {}, "console", "lunch"},
         {twice}},
        {AccountsAction{OperatorAction::flatten, ActionScope::group, "LEAD1", "out"},
         OperatorCommand{OperatorAction::flatten, {}, LeaderId{0}, "console", "out"},
         {half, twice}},
        {AccountsAction{OperatorAction::halt, ActionScope::all, "", "stop"},
         OperatorCommand{OperatorAction::halt, {}, {}, "console", "stop"},
         {half, twice}},
        {StatePosition{"LEAD1", "ES", Position(-3), "by phone"},
         LeaderPosition{LeaderId{0}, es, Position(-3), true},
         {half, twice}},
        {AnswerBust{"LEAD1", true, "small"},
         OperatorCommand{OperatorAction::bust_follow, {}, LeaderId{0}, "console", "small"},
         {half, twice}},
        {AnswerBust{"LEAD1", false, "small"},
         OperatorCommand{OperatorAction::bust_keep, {}, LeaderId{0}, "console", "small"},
         {half, twice}},
    };
    for (const Row& row : rows) {
        const auto order = understand(row.action, config);
        ASSERT_TRUE(order) << order.error().what;
        EXPECT_EQ(order->event, row.event);
        EXPECT_EQ(order->accounts, row.accounts);
    }
}

TEST(OperatorDesk, NamesWhatThereIsNot) {
    const RouterConfig config = small_config();
    const std::vector<std::pair<ConsoleAction, std::string>> rows{
        {AccountsAction{OperatorAction::pause, ActionScope::account, "LEAD1", "x"},
         "there is no account LEAD1"},
        {AccountsAction{OperatorAction::pause, ActionScope::group, "half", "x"},
         "there is no leader half"},
        {StatePosition{"LEAD9", "ES", Position(1), "x"}, "there is no leader LEAD9"},
        {StatePosition{"LEAD1", "NQ", Position(1), "x"}, "there is no instrument NQ"},
        {AnswerBust{"LEAD9", true, "x"}, "there is no leader LEAD9"},
    };
    for (const auto& [action, why] : rows) {
        const auto order = understand(action, config);
        ASSERT_FALSE(order);
        EXPECT_EQ(order.error().what, why);
    }
}

TEST(OperatorDesk, TellsHowTheAccountsStand) {
    Desk desk;
    desk.start();
    ASSERT_TRUE(desk.leader_fills(Side::buy, 2, "O1"));
    const auto order = understand(
        AccountsAction{OperatorAction::pause, ActionScope::account, "twice", "x"}, small_config());
    ASSERT_TRUE(order);
    ASSERT_TRUE(desk.take(order->event));
    const auto outcomes = stand(desk.core.router(), order->accounts);
    ASSERT_EQ(outcomes.size(), 1U);
    EXPECT_EQ(outcomes[0].account, "twice");
    EXPECT_EQ(outcomes[0].mode, "paused");
    EXPECT_EQ(outcomes[0].mode_reason, "operator-action");
    EXPECT_EQ(outcomes[0].instruments.at(0).target, 4);
    EXPECT_EQ(outcomes[0].instruments.at(0).held, 0);
    EXPECT_EQ(outcomes[0].instruments.at(0).working_entries, 4);
}

TEST(OperatorDesk, CountsWhatIsOpenByWhatBecomesOfIt) {
    Desk desk;
    desk.start();
    const auto open_after = [&](OperatorAction action) {
        const auto order =
            understand(AccountsAction{action, ActionScope::all, "", "x"}, small_config());
        EXPECT_TRUE(desk.take(order->event));
        std::vector<OpenOrders> open;
        for (const auto& outcome : stand(desk.core.router(), order->accounts)) {
            open.push_back(outcome.open);
        }
        return open;
    };
    EXPECT_EQ(open_after(OperatorAction::resume), (std::vector<OpenOrders>(2)));
    ASSERT_TRUE(desk.leader_fills(Side::buy, 2, "O1"));
    // Nobody has answered to the entries: they cannot be cancelled yet, and may trade.
    EXPECT_EQ(open_after(OperatorAction::halt),
              (std::vector<OpenOrders>{{{}, {}, {}, {1, 1}}, {{}, {}, {}, {1, 4}}}));
    desk.broker_fills(half);
    desk.broker_fills(twice);
    EXPECT_EQ(open_after(OperatorAction::halt), (std::vector<OpenOrders>(2)));
    EXPECT_EQ(open_after(OperatorAction::flatten),
              (std::vector<OpenOrders>{{{}, {1, 1}, {}, {}}, {{}, {1, 4}, {}, {}}}));
    ASSERT_TRUE(desk.take(SessionChanged{broker2, false}));
    EXPECT_EQ(open_after(OperatorAction::flatten),
              (std::vector<OpenOrders>{{{}, {1, 1}, {}, {}}, {{}, {}, {}, {1, 4}}}));
}

} // namespace
} // namespace lockstep
