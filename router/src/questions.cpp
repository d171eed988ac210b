#include "questions.hpp"

#include <algorithm>

namespace lockstep {

namespace {

constexpr std::size_t single_questions_max = 3; // unknown orders past this: one question for all
constexpr Duration mass_answer_after = Duration::seconds(5); // after this they are asked one by one

} // namespace

void lose_session(Follower& follower) {
    follower.session_up = false;
    follower.mass_question = ClOrdId();
    for (Link& link : follower.links) {
        for (const ChildNumber number : link.live_orders.numbers()) {
            follower.change(number, [](ChildOrder& order) {
                order.state = next_state(order.state, ChildTrigger::session_lost);
                order.alarmed = false;
            });
        }
    }
}

void regain_session(Follower& follower, Step& step) {
    follower.session_up = true;
    std::size_t unknown = 0;
    for (const Link& link : follower.links) {
        unknown += static_cast<std::size_t>(
            std::ranges::count_if(link.live_orders.numbers(), [&](ChildNumber number) {
                return follower.child(number).state == ChildState::unknown;
            }));
    }
    const bool asks_once = follower.mode != Mode::observing && follower.config->mass_status &&
                           !follower.mass_question_refused && unknown > single_questions_max;
    for (Link& link : follower.links) {
        link.joining = true;
        for (const ChildNumber number : link.live_orders.numbers()) {
            follower.change(number, [&](ChildOrder& order) {
                order.asked_at = order.query_at = step.now; // the reconciliation that follows asks
                if (asks_once) order.query_at = step.now + mass_answer_after;
                order.asks_pending_id = false;
            });
        }
    }
    if (!asks_once) return;
    follower.mass_question = follower.next_cl_ord_id();
    step.out.push_back(MassStatusRequest{follower.id, follower.mass_question});
}

bool end_mass_question(Follower& follower, const MassStatusEnded& event, Step& step) {
    if (follower.mass_question.empty() || follower.mass_question != event.request_id) return false;
    follower.mass_question = ClOrdId();
    if (event.refused) {
        follower.mass_question_refused = true;
        step.notice(Severity::warning, Reason::rejected_by_broker, follower.id,
                    "the broker would not be asked for all orders at once (35=AF); each is asked "
                    "for by itself");
    }
    for (const Link& link : follower.links) {
        for (const ChildNumber number : link.live_orders.numbers()) {
            if (follower.child(number).state != ChildState::unknown) continue;
            follower.change(number, [&](ChildOrder& order) { order.query_at = step.now; });
        }
    }
    return true;
}

} // namespace lockstep
