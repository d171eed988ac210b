#include "machine.hpp"

#include "limit_watch.hpp"
#include "mirrors.hpp"
#include "owner_guard.hpp"
#include "positions.hpp"
#include "proto/check.hpp"
#include "proto/defects.hpp"
#include "questions.hpp"
#include "reports.hpp"

#include <algorithm>

namespace lockstep {

Machine::Machine(RouterConfig config)
    : config_(std::move(config)),
      memory_(std::make_unique<std::pmr::unsynchronized_pool_resource>()) {
    for (const SessionLimits& limits : config_.sessions) budgets_.emplace_back(limits);
    for (const LeaderConfig& leader : config_.leaders) {
        leaders_.push_back(Leader{LeaderBook(leader, config_.instruments.size(), memory_.get()),
                                  false, leader.balance, Timestamp()});
    }
    groups_.resize(config_.leaders.size());
    for (std::uint32_t i = 0; i < config_.followers.size(); ++i) {
        const FollowerConfig& follower = config_.followers[i];
        LOCKSTEP_CHECK(follower.leader.index < leaders_.size());
        LOCKSTEP_CHECK(follower.session.index < budgets_.size());
        groups_[follower.leader.index].push_back(i);
        followers_.add(Follower(FollowerId{i}, follower, config_, memory_.get()));
        followers_.change(i).rivals = rivals_of(follower, config_);
    }
}

void Machine::step(const Event& event, std::vector<Command>& out,
                   const std::function<void()>& decided) {
    now_ = std::max(now_, event.time);
    Step step{now_, event.sequence, config_, gate_, leaders_, budgets_, out, decided};
    std::visit([&](const auto& body) { on(body, step); }, event.body);
    followers_.settle();
}

std::optional<Timestamp> Machine::next_deadline() const { return followers_.next_deadline(); }

LeaderView Machine::view_of(const Follower& follower, const Link& link) const {
    const Leader& leader = leaders_[follower.config->leader.index];
    const bool lost = !leader.session_up && follower.config->on_leader_lost != OnLeaderLost::hold;
    return LeaderView{leader.book, leader.book.at(*link.leader_instrument), lost};
}

void Machine::reconcile_link(Follower& follower, Link& link, Step& step) {
    if (!link.leader_instrument) {
        reconcile(follower, link, nullptr, step);
        return;
    }
    const LeaderView leader = view_of(follower, link);
    reconcile(follower, link, &leader, step);
}

void Machine::reconcile_all(Follower& follower, Step& step) {
    for (Link& link : follower.links) reconcile_link(follower, link, step);
}

// The process has just begun: no session is up, and what became of anything is not known.
void Machine::on(const Started& event, Step& step) {
    for (Leader& leader : leaders_) {
        leader.session_up = false;
        if (has_defect(Defect::forgets_duplicates)) leader.book.forget_executions();
    }
    for (std::uint32_t i = 0; i < followers_.size(); ++i) {
        Follower& follower = followers_.change(i);
        if (has_defect(Defect::forgets_duplicates)) follower.seen.forget();
        follower.epoch = event.epoch;
        for (const LimitKind limit : follower.forget_overrides()) {
            step.notice(Severity::info, Reason::limit_changed, follower.id,
                        "the settings say another " + std::string(name(limit)) +
                            " than an operator changed: " +
                            limit_text(limit, follower.in_effect(limit)) + " holds");
        }
        forget_positions_question(follower);
        follower.mass_question_refused = false;
        follower.positions.refused = false;
        lose_session(follower);
    }
}

void Machine::on(const LeaderExecution& event, Step& step) {
    Leader& leader = leaders_[event.leader.index];
    leader.last_event = step.now;
    fan_out(event.leader, leader.book.apply(event.execution, step.now), step);
}

void Machine::on(const LeaderPosition& event, Step& step) {
    fan_out(event.leader, leaders_[event.leader.index].book.apply(event), step);
}

void Machine::on(const LeaderSessionEnded& event, Step& step) {
    for (const LeaderChange& change : leaders_[event.leader.index].book.end_session()) {
        fan_out(event.leader, change, step);
    }
}

void Machine::fan_out(LeaderId id, const LeaderChange& change, Step& step) {
    if (change.severity) {
        step.out.push_back(Notice{*change.severity, change.reason, id, std::nullopt,
                                  change.instrument, change.text});
    }
    const auto& group = groups_[id.index];
    step.copies_fill = change.fresh && change.is_fill;
    const auto turn = [&](std::size_t i) { return group[(i + step.sequence) % group.size()]; };
    for (std::size_t i = 0; i < group.size(); ++i) {
        if (i + 4 < group.size()) followers_.bring_near(turn(i + 4));
        if (i + 2 < group.size()) followers_.bring_parts_near(turn(i + 2));
        Follower& follower = followers_.change(turn(i));
        if (change.fresh) {
            decide(follower, id, change, step);
        } else if (change.nothing_for != Reason::none) {
            step.out.push_back(
                Decision{step.sequence, follower.id, change.instrument, 0, change.nothing_for});
        }
        step.decided();
    }
    step.copies_fill = false;
}

void Machine::decide(Follower& follower, LeaderId id, const LeaderChange& change, Step& step) {
    Decision decision{step.sequence, follower.id, change.instrument, 0, Reason::not_mapped};
    const auto found = std::ranges::find_if(follower.links, [&](const Link& link) {
        return link.leader_instrument == change.instrument;
    });
    if (found != follower.links.end()) {
        const LeaderView leader = view_of(follower, *found);
        const std::size_t before = step.out.size();
        const Reason refused = take_leader_change(follower, *found, leader, change, step);
        if (!change.before.is_flat() && change.after.is_flat()) {
            follower.refresh_sizing(leaders_[id.index].balance);
        }
        reconcile(follower, *found, &leader, step);
        for (std::size_t i = before; i < step.out.size(); ++i) {
            const bool order = !std::holds_alternative<Notice>(step.out[i]) &&
                               !std::holds_alternative<StatusRequest>(step.out[i]) &&
                               !std::holds_alternative<MassStatusRequest>(step.out[i]) &&
                               !std::holds_alternative<PositionRequest>(step.out[i]) &&
                               !std::holds_alternative<Decision>(step.out[i]);
            if (order) ++decision.orders;
        }
        decision.reason = decision.orders > 0       ? Reason::none
                          : refused != Reason::none ? refused
                                                    : found->idle_reason;
    }
    step.out.push_back(decision);
}

void Machine::on(const FollowerExecution& event, Step& step) {
    Follower& follower = followers_.change(event.follower.index);
    const Mode mode_before = follower.mode;
    const Ratio cap_before = follower.limits.max_contracts;
    const auto changed = apply_report(follower, event.execution, step);
    if (!changed) return;
    follower.refresh_exposure(follower.link(*changed));
    watch_losses(follower, step);
    if (has_defect(Defect::trades_on)) follower.mode = mode_before;
    if (follower.limits.max_contracts != cap_before) {
        follower.refresh_sizing(leaders_[follower.config->leader.index].balance);
    }
    if (follower.mode != mode_before) {
        reconcile_all(follower, step);
    } else {
        reconcile_link(follower, follower.link(*changed), step);
    }
}

void Machine::on(const SessionChanged& event, Step& step) {
    for (std::uint32_t i = 0; i < leaders_.size(); ++i) {
        if (config_.leaders[i].session == event.session)
            leader_session(LeaderId{i}, event.up, step);
    }
    for (std::uint32_t i = 0; i < followers_.size(); ++i) {
        Follower& follower = followers_.change(i);
        if (follower.config->session != event.session || follower.session_up == event.up) continue;
        if (event.up) {
            regain_session(follower, step);
            want_positions(follower, step.now);
        } else {
            lose_session(follower);
            forget_positions_question(follower);
        }
        reconcile_all(follower, step);
    }
}

// Without its session a leader's cancels would not be heard; what that means is each follower's
// setting.
void Machine::leader_session(LeaderId id, bool up, Step& step) {
    Leader& leader = leaders_[id.index];
    if (leader.session_up == up) return;
    leader.session_up = up;
    for (const std::uint32_t i : groups_[id.index]) {
        Follower& follower = followers_.change(i);
        const auto policy = follower.config->on_leader_lost;
        if (up && policy == OnLeaderLost::cancel_entries) {
            for (Link& link : follower.links) {
                if (!link.leader_instrument) continue;
                keep_mirrors(follower, link, view_of(follower, link));
                bar_resting_entries(follower, link, view_of(follower, link), step);
            }
        }
        if (!up && policy == OnLeaderLost::flatten) {
            follower.set_mode(ModeTrigger::flatten_by_rule, Reason::leader_lost,
                              "the leader's session is down");
        }
        reconcile_all(follower, step);
    }
    if (up) return;
    step.out.push_back(
        Notice{Severity::alarm, Reason::leader_lost, id, std::nullopt, std::nullopt,
               "the session of leader " + config_.leaders[id.index].account + " is down"});
}

// What an account's own session says of a price outranks the others' word, while it is up.
void Machine::on(const MarkChanged& event, Step& step) {
    for (std::uint32_t i = 0; i < followers_.size(); ++i) {
        Follower& follower = followers_.change(i);
        AccountLedger& ledger = follower.ledger;
        const bool own = event.session == follower.config->session;
        const bool outranked =
            !own && follower.session_up && ledger.marked_by(event.instrument) == MarkSource::own;
        const MarkSource source = own ? MarkSource::own : MarkSource::shared;
        if (outranked || !ledger.mark(event.instrument, event.price, step.now, source)) continue;
        const Ratio cap_before = follower.limits.max_contracts;
        const bool breached = watch_losses(follower, step);
        if (follower.limits.max_contracts != cap_before) {
            follower.refresh_sizing(leaders_[follower.config->leader.index].balance);
        }
        if (breached) reconcile_all(follower, step);
    }
}

void Machine::on(const LeaderBalance& event, Step&) {
    leaders_[event.leader.index].balance = event.balance;
    for (const std::uint32_t i : groups_[event.leader.index]) {
        followers_.change(i).refresh_sizing(event.balance);
    }
}

void Machine::on(const FollowerBalance& event, Step&) {
    Follower& follower = followers_.change(event.follower.index);
    follower.balance = event.balance;
    follower.refresh_sizing(leaders_[follower.config->leader.index].balance);
}

// Accounts that share a session wait for the same instant; each is first in its turn.
void Machine::on(const TimerFired&, Step& step) {
    ++timers_;
    for (std::uint32_t i = 0; i < followers_.size(); ++i) {
        const auto turn = static_cast<std::uint32_t>((i + timers_) % followers_.size());
        Follower& follower = followers_.change(turn);
        ask_for_positions(follower, step);
        for (Link& link : follower.links) {
            if (link.wake && *link.wake <= step.now) reconcile_link(follower, link, step);
        }
        step.decided();
    }
}

void Machine::on(const OrderNotSent& event, Step& step) {
    Follower& follower = followers_.change(event.follower.index);
    const auto changed = apply_not_sent(follower, event.cl_ord_id, step);
    if (changed) reconcile_link(follower, follower.link(*changed), step);
}

void Machine::on(const Stopped&, Step&) {} // the next Started deals with what was under way

void Machine::on(const EntriesHeld& event, Step& step) {
    for (std::uint32_t i = 0; i < followers_.size(); ++i) {
        Follower& follower = followers_.change(i);
        if (follower.entries_held == event.held) continue;
        follower.entries_held = event.held;
        reconcile_all(follower, step);
    }
}

void Machine::on(const MassStatusEnded& event, Step& step) {
    Follower& follower = followers_.change(event.follower.index);
    if (end_mass_question(follower, event, step)) reconcile_all(follower, step);
}

void Machine::on(const FollowerPosition& event, Step& step) {
    Follower& follower = followers_.change(event.follower.index);
    if (take_position(follower, event, step)) reconcile_all(follower, step);
}

void Machine::on(const PositionsAnswered& event, Step& step) {
    Follower& follower = followers_.change(event.follower.index);
    if (take_positions_answer(follower, event, step)) reconcile_all(follower, step);
}

} // namespace lockstep
