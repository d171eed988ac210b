// What the calendar and operators do to accounts: days that roll, windows, limits, modes.
#include "limit_watch.hpp"
#include "machine.hpp"
#include "positions.hpp"
#include "proto/check.hpp"

namespace lockstep {

void Machine::on(const DayRolled& event, Step& step) {
    Follower& follower = followers_.change(event.follower.index);
    const bool lifted = follower.losses.roll_day(follower.ledger.equity());
    follower.executions_today = 0;
    scale(follower, step);
    follower.refresh_sizing(leaders_[follower.config->leader.index].balance);
    if (!lifted || !is_daily(follower.mode_reason)) return;
    const Reason lifted_by_roll = follower.mode_reason;
    follower.end_of_daily_hold();
    step.notice(Severity::info, lifted_by_roll, follower.id,
                "the day rolled: " + in_words(lifted_by_roll) + " is lifted and the account " +
                    (follower.mode == Mode::active ? "resumes" : "is paused as before"));
    reconcile_all(follower, step);
}

// At the edge entries go, or everything does; when it opens again the account joins like one that
// was away.
void Machine::on(const WindowChanged& event, Step& step) {
    Follower& follower = followers_.change(event.follower.index);
    if (follower.window == event.window) return;
    const bool opens = event.window == Window::open;
    const Reason reason = reason_of(opens ? follower.window : event.window);
    follower.window = event.window;
    if (opens) {
        for (Link& link : follower.links) link.joining = true;
    }
    step.notice(Severity::info, reason, follower.id,
                std::string("the window is ") + std::string(name(event.window)) +
                    (opens                    ? ""
                     : flattens(event.window) ? ": the account is closed and kept flat"
                                              : ": no entries"));
    reconcile_all(follower, step);
}

void Machine::on(const LimitChanged& event, Step& step) {
    Follower& follower = followers_.change(event.follower.index);
    const auto before = follower.in_effect(event.limit);
    const std::string what = std::string(name(event.limit)) + " " +
                             limit_text(event.limit, before) + " to " +
                             limit_text(event.limit, event.value) + " by " + event.who;
    const auto refuse = [&](const char* why) {
        step.notice(Severity::warning, Reason::limit_changed, follower.id,
                    "not changed, " + what + ": " + why);
    };
    if (!is_sane(event.limit, event.value)) return refuse("there is no such limit");
    if (is_looser(before, event.value) && event.reason.empty()) {
        return refuse("loosening a limit needs a reason");
    }
    follower.override_limit(event.limit, event.value);
    follower.refresh_sizing(leaders_[follower.config->leader.index].balance);
    step.notice(Severity::info, Reason::limit_changed, follower.id,
                what + (event.reason.empty() ? "" : ": " + event.reason));
    watch_losses(follower, step);
    reconcile_all(follower, step);
}

void Machine::on(const OperatorCommand& event, Step& step) {
    const bool about_leader =
        event.action == OperatorAction::bust_keep || event.action == OperatorAction::bust_follow;
    if (about_leader) {
        for (std::uint32_t i = 0; i < leaders_.size(); ++i) {
            if (event.group && event.group->index != i) continue;
            const bool follow = event.action == OperatorAction::bust_follow;
            for (const LeaderChange& change : leaders_[i].book.answer_bust(follow)) {
                fan_out(LeaderId{i}, change, step);
            }
        }
        return;
    }
    for (std::uint32_t i = 0; i < followers_.size(); ++i) {
        Follower& follower = followers_.change(i);
        const bool meant = event.follower ? *event.follower == follower.id
                           : event.group  ? *event.group == follower.config->leader
                                          : true;
        if (!meant) continue;
        operate(follower, event, step);
        step.decided();
    }
}

void Machine::operate(Follower& follower, const OperatorCommand& command, Step& step) {
    const std::string text = command.who + ": " + command.reason;
    switch (command.action) {
    case OperatorAction::pause:
        follower.set_mode(ModeTrigger::pause, Reason::operator_action, text);
        break;
    case OperatorAction::flatten:
        follower.set_mode(ModeTrigger::flatten, Reason::operator_action, text);
        break;
    case OperatorAction::halt:
        follower.set_mode(ModeTrigger::halt, Reason::operator_action, text);
        break;
    case OperatorAction::resume: resume(follower, command, step); break;
    case OperatorAction::observe:
        follower.set_mode(ModeTrigger::observe, Reason::crash_loop, text);
        break;
    case OperatorAction::bust_keep:
    case OperatorAction::bust_follow: LOCKSTEP_CHECK(!"an action on an account");
    }
    step.notice(Severity::info, Reason::operator_action, follower.id,
                std::string(name(command.action)) + " by " + text + "; the account is " +
                    std::string(name(follower.acting())));
    reconcile_all(follower, step);
}

// What is daily holds until the day roll; a drawdown until an operator lifts it with a reason.
void Machine::resume(Follower& follower, const OperatorCommand& command, Step& step) {
    const auto& breach = follower.losses.latched();
    if (breach && is_daily(breach->reason)) {
        step.notice(Severity::warning, breach->reason, follower.id,
                    "not resumed: " + in_words(breach->reason) +
                        " holds the account until its day rolls");
        return;
    }
    if (breach && command.reason.empty()) {
        step.notice(Severity::warning, Reason::drawdown, follower.id,
                    "not resumed: lifting a drawdown needs a reason");
        return;
    }
    if (breach) follower.losses.lift_drawdown(follower.ledger.equity());
    if (const auto& daily = follower.losses.latched()) { // was reached as well
        follower.mode_reason = daily->reason;
        follower.mode_text = in_words(daily->reason) + " was reached on the same day";
        step.notice(Severity::warning, daily->reason, follower.id,
                    "the drawdown is lifted; " + in_words(daily->reason) +
                        " holds the account until its day rolls");
        return;
    }
    follower.set_mode(ModeTrigger::resume, Reason::none, {});
    if (follower.session_up) want_positions(follower, step.now);
}

} // namespace lockstep
