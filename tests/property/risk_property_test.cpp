// What holds of the risk core whatever an account has been through: no entry that the gate lets
// pass takes the worst case beyond the cap, a message budget never gives more than it has.
#include "risk/exposure.hpp"
#include "risk/gate.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <deque>
#include <vector>

namespace lockstep {
namespace {

constexpr std::uint32_t instruments = 3;

// Weights as settings take them: four decimals, above zero.
AccountLimits any_limits() {
    AccountLimits limits;
    limits.max_contracts = Ratio(*rc::gen::inRange(1, 400'000), 10'000);
    for (std::uint32_t i = 0; i < instruments; ++i) {
        limits.contract_weight.push_back(*rc::gen::element(
            Ratio(1, 1), Ratio(1, 10), Ratio(3, 2), Ratio(*rc::gen::inRange(1, 50'000), 10'000)));
    }
    return limits;
}

AccountExposure any_exposure(int lots_max) {
    AccountExposure account(instruments);
    for (std::uint32_t i = 0; i < instruments; ++i) {
        Exposure& here = account.at(InstrumentId{i});
        here.net = Position(*rc::gen::inRange(-lots_max, lots_max + 1));
        for (const Side side : {Side::buy, Side::sell}) {
            here.add_working(side, Quantity(*rc::gen::inRange(0, lots_max + 1)), true);
            here.add_working(side, Quantity(*rc::gen::inRange(0, lots_max + 1)), false);
        }
    }
    return account;
}

RC_GTEST_PROP(Room, never_lets_the_worst_case_pass_the_cap, ()) {
    const AccountLimits limits = any_limits();
    AccountExposure account = any_exposure(*rc::gen::element(3, 12, 60));
    const Ratio before = account.weighted(limits.contract_weight);
    const InstrumentId id{*rc::gen::inRange<std::uint32_t>(0, instruments)};
    const Side side = *rc::gen::element(Side::buy, Side::sell);
    const Quantity room = account.room(id, side, limits);
    account.at(id).add_working(side, room, true);
    const Ratio after = account.weighted(limits.contract_weight);
    // an account that is over already (a trade of somebody else's) is taken no further
    RC_ASSERT(after <= std::max(before, limits.max_contracts));
    account.at(id).add_working(side, Quantity(1), true);
    const bool more_would_fit = account.weighted(limits.contract_weight) <= limits.max_contracts;
    RC_ASSERT(!more_would_fit);
}

RC_GTEST_PROP(Room, is_not_given_twice, ()) {
    const AccountLimits limits = any_limits();
    AccountExposure account = any_exposure(4);
    for (int i = 0; i < 12; ++i) {
        const InstrumentId id{*rc::gen::inRange<std::uint32_t>(0, instruments)};
        const Side side = *rc::gen::element(Side::buy, Side::sell);
        const Quantity room = account.room(id, side, limits);
        account.at(id).add_working(side, room, true);
        RC_ASSERT(account.room(id, side, limits).is_zero());
    }
}

// An account that starts flat, and everything that can happen to it: entries that the gate lets
// pass, their fills and their ends, and exits that close some of what is held. At no time does what
// it holds with what works, filled in any way, weigh more than MaxContracts.
RC_GTEST_PROP(Gate, keeps_an_account_within_its_cap_whatever_fills, ()) {
    const AccountLimits limits = any_limits();
    AccountExposure account(instruments);
    const std::vector<Instrument> instruments_traded(instruments);
    const AccountLedger ledger(instruments_traded, Money(0), Money(0));
    const OrderRate rate(limits);
    const LossWatch losses(limits, Money(0));
    MessageBudget budget{SessionLimits()};
    const Timestamp now(1'785'245'400'000'000'000);
    const int steps = *rc::gen::inRange(1, 60);
    for (int i = 0; i < steps; ++i) {
        const InstrumentId id{*rc::gen::inRange<std::uint32_t>(0, instruments)};
        const Side side = *rc::gen::element(Side::buy, Side::sell);
        Exposure& here = account.at(id);
        const Quantity works = side == Side::buy ? here.entry_buys : here.entry_sells;
        const int what = *rc::gen::inRange(0, 5);
        if (what <= 1) { // an entry is asked for
            NewOrder order;
            order.instrument = id;
            order.terms.side = side;
            order.quantity = Quantity(*rc::gen::inRange(1, 30));
            const AccountView view{limits, Mode::active, Reason::none,      true, account, ledger,
                                   rate,   losses,       instruments_traded};
            if (RiskGate().approve(view, budget, order, Intent::entry, now, now)) {
                here.add_working(side, order.quantity, true);
            }
        } else if (what == 2) { // an exit
            const std::int64_t held = on_side(here.net, side).lots;
            const Quantity closed(*rc::gen::inRange<std::int64_t>(0, held + 1));
            here.net = here.net + signed_quantity(opposite(side), closed);
        } else { // some of what works fills, or ends
            const Quantity some(*rc::gen::inRange<std::int64_t>(0, works.lots + 1));
            here.add_working(side, Quantity(-some.lots), true);
            if (what == 3) here.net = here.net + signed_quantity(side, some);
        }
        RC_ASSERT(account.weighted(limits.contract_weight) <= limits.max_contracts);
    }
}

RC_GTEST_PROP(Budget, passes_when_it_said_and_not_before, ()) {
    const int rate = *rc::gen::inRange(1, 200);
    MessageBudget budget(SessionLimits{rate});
    Timestamp now(1'785'245'400'000'000'000);
    const int steps = *rc::gen::inRange(1, 200);
    for (int i = 0; i < steps; ++i) {
        const auto of = *rc::gen::element(MessageClass::entry, MessageClass::exit_or_cancel);
        const Timestamp ready = budget.ready_at(of, now);
        RC_ASSERT(ready >= now);
        if (ready > now) {
            MessageBudget early = budget;
            RC_ASSERT(!early.take(of, Timestamp(ready.ns - 1)));
        }
        now = *rc::gen::element(now, ready, ready + Duration(*rc::gen::inRange(0, 100'000'000)));
        RC_ASSERT(budget.take(of, now) == (now >= ready));
    }
}

// In any span of time no more leaves than a full bucket and what the rate gives meanwhile; and
// while entries are asked for without end, the reserve is there for a cancel.
RC_GTEST_PROP(Budget, never_gives_more_than_it_has, ()) {
    const int rate = *rc::gen::inRange(4, 100);
    MessageBudget budget(SessionLimits{rate});
    Timestamp now(1'785'245'400'000'000'000);
    std::deque<std::int64_t> sent_ns;
    for (int i = 0; i < 100; ++i) {
        now = now + Duration(*rc::gen::inRange(0, 60'000'000));
        if (budget.take(MessageClass::entry, now)) sent_ns.push_back(now.ns);
        for (const std::int64_t since : sent_ns) {
            const auto count = std::ranges::count_if(sent_ns, [&](auto t) { return t >= since; });
            const Int128 allowance = Int128{rate} * 1'000'000'000 + Int128{rate} * (now.ns - since);
            RC_ASSERT(Int128{count} * 1'000'000'000 <= allowance);
        }
        while (!sent_ns.empty() && now.ns - sent_ns.front() > 3'000'000'000) sent_ns.pop_front();
        MessageBudget copy = budget;
        RC_ASSERT(copy.take(MessageClass::exit_or_cancel, now));
    }
}

} // namespace
} // namespace lockstep
