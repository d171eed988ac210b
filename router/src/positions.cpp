#include "positions.hpp"

#include <algorithm>

namespace lockstep {

namespace {

// A fill may be told before or after the report that holds it; this is more than lies between.
constexpr Duration ask_again_after = Duration::seconds(2);

// Nothing is unknown and nothing is expected to fill at once, so that reports and executions mean
// the same moment unless a resting order fills just now.
bool is_calm(const Follower& follower) {
    if (!follower.session_up) return false;
    return std::ranges::all_of(follower.links, [&](const Link& link) {
        return std::ranges::all_of(link.live_orders.numbers(), [&](ChildNumber number) {
            const ChildOrder& order = follower.child(number);
            return !order.awaits_answer() && can_rest(order.terms);
        });
    });
}

void conclude(Follower& follower, Link& link, Position reported, Position difference, Step& step) {
    link.positions.unexplained = difference;
    const std::string what = "the broker reports a position of " + lots(reported) + " " +
                             step.symbol(link.instrument) + ", by executions it is " +
                             lots(follower.ledger.net(link.instrument));
    if (difference.is_flat()) {
        step.notice(Severity::info, Reason::foreign_trade, follower.id, link.instrument,
                    what + "; they agree again");
        return;
    }
    step.notice(Severity::alarm, Reason::foreign_trade, follower.id, link.instrument,
                what + "; nothing is traded on it");
    if (follower.config->on_foreign_trade != OnForeignTrade::pause) return;
    follower.set_mode(ModeTrigger::pause, Reason::foreign_trade,
                      "a position that no execution explains");
}

// Compares; a new difference has to come twice. Gives true when it was concluded.
bool compare(Follower& follower, Link& link, Position reported, Step& step) {
    ReportedPosition& known = link.positions;
    const Position difference = reported - follower.ledger.net(link.instrument);
    if (difference == known.unexplained) {
        known.suspected.reset();
        return false;
    }
    if (known.suspected == difference) {
        known.suspected.reset();
        conclude(follower, link, reported, difference, step);
        return true;
    }
    known.suspected = difference;
    want_positions(follower, step.now + ask_again_after);
    return false;
}

// The answer is complete: what it did not name is flat.
bool take_unnamed(Follower& follower, Step& step) {
    follower.positions.reports.reset();
    follower.positions.asked = ClOrdId();
    bool concluded = false;
    for (Link& link : follower.links) {
        if (!link.positions.told) concluded |= compare(follower, link, Position(0), step);
        link.positions.told = false;
    }
    return concluded;
}

} // namespace

void want_positions(Follower& follower, Timestamp when) {
    if (!follower.config->position_reports || follower.positions.refused) return;
    auto& ask_at = follower.positions.ask_at;
    if (!ask_at || when < *ask_at) ask_at = when;
}

void forget_positions_question(Follower& follower) {
    follower.positions.ask_at.reset();
    follower.positions.asked = ClOrdId();
    follower.positions.reports.reset();
    for (Link& link : follower.links) {
        link.positions.suspected.reset();
        link.positions.told = false;
    }
}

void ask_for_positions(Follower& follower, Step& step) {
    PositionQuestion& question = follower.positions;
    if (!question.ask_at || step.now < *question.ask_at) return;
    question.ask_at.reset();
    if (!follower.session_up || follower.mode == Mode::observing) return;
    if (!is_calm(follower)) return want_positions(follower, step.now + ask_again_after);
    question.asked = follower.next_cl_ord_id();
    question.reports.reset();
    for (Link& link : follower.links) link.positions.told = false;
    step.out.push_back(PositionRequest{follower.id, question.asked});
}

bool take_position(Follower& follower, const FollowerPosition& event, Step& step) {
    PositionQuestion& question = follower.positions;
    Link& link = follower.link(event.instrument);
    if (!is_calm(follower)) {
        question.reports.reset();
        want_positions(follower, step.now + ask_again_after);
        return false;
    }
    bool concluded = compare(follower, link, event.position, step);
    if (!question.reports || link.positions.told) return concluded;
    link.positions.told = true;
    if (--*question.reports == 0) concluded |= take_unnamed(follower, step);
    return concluded;
}

bool take_positions_answer(Follower& follower, const PositionsAnswered& event, Step& step) {
    PositionQuestion& question = follower.positions;
    if (question.asked.empty() || question.asked != event.request_id) return false;
    if (event.refused) {
        question.refused = true;
        question.asked = ClOrdId();
        step.notice(Severity::warning, Reason::rejected_by_broker, follower.id,
                    "the broker would not tell the account's positions (35=AN)");
        return false;
    }
    if (event.reports > 0) {
        question.reports = event.reports;
        return false;
    }
    if (is_calm(follower)) return take_unnamed(follower, step);
    question.asked = ClOrdId();
    want_positions(follower, step.now + ask_again_after);
    return false;
}

} // namespace lockstep
