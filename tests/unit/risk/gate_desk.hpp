// An account before the risk gate: everything is in order unless a row says otherwise.
#pragma once

#include "risk/gate.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lockstep::risk_test {

constexpr InstrumentId es{0};
constexpr InstrumentId mes{1};
constexpr InstrumentId nq{2};
constexpr Timestamp now(1'785'245'400'000'000'000);

// A new order of 2 ES, or another request, of an active account with room for 10 contracts; the
// leader has just acted.
struct Case {
    Mode mode = Mode::active;
    Reason mode_reason = Reason::none;
    bool session_up = true;
    AccountLimits limits = default_limits();
    AccountExposure exposure{3};
    AccountLedger ledger{instruments(), Money(0), Money(0)};
    LossWatch losses{limits, Money(0)};
    std::vector<Instrument> traded = instruments();
    Window window = Window::open;
    std::uint32_t executions_today = 0;
    Outlook outlook{};
    std::vector<Duration> sent_ago; // orders of the last second, oldest first
    std::optional<int> messages_per_second;
    int messages_taken = 0; // before this one
    Side side = Side::buy;
    InstrumentId instrument = es;
    Quantity quantity = Quantity(2);
    Intent intent = Intent::entry;
    Duration age;
    std::optional<Price> price;
    std::optional<Price> stop_price;

    // A tick of each is worth 10.
    static const std::vector<Instrument>& instruments() {
        static const std::vector<Instrument> three = [] {
            std::vector<Instrument> made(3);
            for (Instrument& each : made) each.tick_value = Money::of(10);
            return made;
        }();
        return three;
    }
    static AccountLimits default_limits() {
        AccountLimits limits;
        limits.max_contracts = Ratio(10, 1);
        limits.contract_weight = {Ratio(1, 1), Ratio(1, 10), Ratio(1, 1)};
        return limits;
    }
    Case& entry() { return with(Intent::entry); }
    Case& exit() { return with(Intent::exit); }
    Case& with(Intent wanted) {
        intent = wanted;
        return *this;
    }
    Case& in(Mode wanted, Reason reason = Reason::paused) {
        mode = wanted;
        mode_reason = wanted == Mode::active ? Reason::none : reason;
        return *this;
    }
    Case& of(Side wanted_side, std::int64_t lots, InstrumentId wanted = es) {
        side = wanted_side;
        quantity = Quantity(lots);
        instrument = wanted;
        return *this;
    }
    Case& old(Duration wanted) {
        age = wanted;
        return *this;
    }
    Case& at(std::optional<Price> limit, std::optional<Price> stop = std::nullopt) {
        price = limit;
        stop_price = stop;
        return *this;
    }
    Case& marked(std::int64_t ticks, Duration ago = {}, InstrumentId at = es) {
        ledger.mark(at, Price(ticks), Timestamp(now.ns - ago.ns));
        return *this;
    }
    Case& holds(std::int64_t net, std::int64_t buys = 0, std::int64_t sells = 0,
                InstrumentId at = es) {
        exposure.at(at) = Exposure();
        exposure.at(at).net = Position(net);
        exposure.at(at).add_working(Side::buy, Quantity(buys), false);
        exposure.at(at).add_working(Side::sell, Quantity(sells), false);
        return *this;
    }
};

inline MessageBudget budget_of(const Case& asked) {
    MessageBudget budget(SessionLimits{asked.messages_per_second});
    for (int i = 0; i < asked.messages_taken; ++i) budget.take(MessageClass::exit_or_cancel, now);
    return budget;
}

inline OrderRate rate_of(const Case& asked) {
    OrderRate rate(asked.limits);
    for (const Duration ago : asked.sent_ago) rate.sent(Timestamp(now.ns - ago.ns));
    return rate;
}

inline AccountView view_of(const Case& asked, const OrderRate& rate) {
    return AccountView{asked.limits,
                       asked.mode,
                       asked.mode_reason,
                       asked.session_up,
                       asked.exposure,
                       asked.ledger,
                       rate,
                       asked.losses,
                       asked.traded,
                       false,
                       asked.window,
                       asked.executions_today,
                       asked.outlook};
}

inline OrderTerms terms_of(const Case& asked) {
    OrderTerms terms;
    terms.side = asked.side;
    terms.price = asked.price;
    terms.stop_price = asked.stop_price;
    return terms;
}

// The denial of a new order, or nothing when it passes.
inline std::optional<Denial> denial_of_new(const Case& asked) {
    MessageBudget budget = budget_of(asked);
    const OrderRate rate = rate_of(asked);
    NewOrder order;
    order.cl_ord_id = "F-1";
    order.instrument = asked.instrument;
    order.terms = terms_of(asked);
    order.quantity = asked.quantity;
    const auto answer = RiskGate().approve(view_of(asked, rate), budget, order, asked.intent,
                                           Timestamp(now.ns - asked.age.ns), now);
    if (!answer) return answer.error();
    return answer->order() == order ? std::nullopt
                                    : std::optional(Denial{Reason::bad_report, "", "", {}});
}

// The denial of a replace of an order to `asked.quantity` in all, of which `added` are more.
inline std::optional<Denial> denial_of_replace(const Case& asked, Quantity added) {
    MessageBudget budget = budget_of(asked);
    const OrderRate rate = rate_of(asked);
    ReplaceOrder order;
    order.cl_ord_id = "F-2";
    order.orig_cl_ord_id = "F-1";
    order.instrument = asked.instrument;
    order.terms = terms_of(asked);
    order.total = asked.quantity;
    const auto answer = RiskGate().approve(view_of(asked, rate), budget, order, added, asked.intent,
                                           Timestamp(now.ns - asked.age.ns), now);
    if (!answer) return answer.error();
    return answer->order() == order ? std::nullopt
                                    : std::optional(Denial{Reason::bad_report, "", "", {}});
}

inline std::optional<Denial> denial_of_cancel(const Case& asked) {
    MessageBudget budget = budget_of(asked);
    const OrderRate rate = rate_of(asked);
    CancelOrder order;
    order.cl_ord_id = "F-2";
    order.orig_cl_ord_id = "F-1";
    order.instrument = asked.instrument;
    const auto answer = RiskGate().approve(view_of(asked, rate), budget, order, now);
    if (!answer) return answer.error();
    return answer->order() == order ? std::nullopt
                                    : std::optional(Denial{Reason::bad_report, "", "", {}});
}

// "passes", or the reason with its numbers: "max-contracts (10 weighted contracts: 3 asked, ...)".
inline std::string shown(const std::optional<Denial>& denial) {
    if (!denial) return "passes";
    std::string text(name(denial->reason));
    if (!denial->limit.empty()) text += " (" + denial->limit + ": " + denial->observed + ")";
    return text;
}

} // namespace lockstep::risk_test
