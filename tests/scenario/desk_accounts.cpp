// What happens to a follower's account, in words.
#include "scenario/desk.hpp"
#include "scenario/desk_words.hpp"

#include <map>

namespace lockstep::scenario {

void Desk::account_event(FollowerId follower, const std::vector<std::string>& words) {
    const std::string& what = words[1];
    const FollowerConfig& config = config_.followers[follower.index];
    if (what == "up" || what == "down") {
        step(SessionChanged{config.session, what == "up"});
    } else if (what == "trades" || what == "works") {
        const bool trades = what == "trades";
        ExecutionEvent event;
        event.kind = trades ? ExecKind::fill : ExecKind::status;
        event.transact_time = now_;
        event.order_key = OrderKey("foreign" + std::to_string(++executions_));
        event.exec_key = ExecKey("X" + std::to_string(executions_));
        event.cl_ord_id = ClOrdId("by hand");
        event.terms.side = side(words[2]);
        event.order_qty = quantity(words[3]);
        event.ord_status = trades ? '2' : '0';
        if (trades) event.last_qty = event.order_qty;
        event.last_price = market_price(InstrumentId{0});
        step(FollowerExecution{follower, event});
    } else if (what == "positions") {
        const bool refused = words[2] == "refused";
        const auto reports = refused ? 0U : static_cast<std::uint32_t>(std::stoul(words[2]));
        step(PositionsAnswered{follower, asked_positions_, reports, refused});
    } else if (what == "reported") {
        step(FollowerPosition{follower, InstrumentId{words.size() > 3 ? 1U : 0U},
                              Position(std::stoll(words[2]))});
    } else if (what == "marks") {
        step(MarkChanged{InstrumentId{0}, price(words[2]), config.session});
    } else if (what == "answer") {
        step(MassStatusEnded{follower, asked_all_, words[2] == "refused"});
    } else if (what == "day") {
        step(DayRolled{follower});
    } else if (what == "window") {
        step(WindowChanged{follower, word<Window>(words[2])});
    } else if (what == "limit") {
        const auto limit = word<LimitKind>(words[2]);
        LimitChanged event{follower, limit, {}, "ops", words.size() > 4 ? words[4] : ""};
        if (words[3] != "off") {
            const std::int64_t whole = std::stoll(words[3]);
            event.value = Ratio(is_money(limit) ? Money::of(whole).units : whole, 1);
        }
        step(event);
    } else if (what == "balance") {
        step(FollowerBalance{follower, Money::of(std::stoll(words[2]))});
    } else {
        static const std::map<std::string, OperatorAction> actions{
            {"pause", OperatorAction::pause},
            {"resume", OperatorAction::resume},
            {"flatten", OperatorAction::flatten},
            {"halt", OperatorAction::halt}};
        step(OperatorCommand{actions.at(what), follower, std::nullopt, "ops",
                             words.size() > 2 ? words[2] : ""});
    }
}

} // namespace lockstep::scenario
