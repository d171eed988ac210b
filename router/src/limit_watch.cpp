#include "limit_watch.hpp"

namespace lockstep {

namespace {

constexpr std::int64_t limit_max = Money::of(1'000'000'000).units;

std::string seconds(Duration duration) {
    constexpr std::int64_t ns_a_tenth = 100'000'000;
    constexpr int decimals = 1;
    return Decimal{duration.ns / ns_a_tenth, decimals}.str() + " s";
}

} // namespace

void scale(Follower& follower, Step& step) {
    if (follower.limits.scaling_plan.empty()) return;
    const Ratio before = follower.limits.max_contracts;
    follower.refresh_limits();
    const Ratio now = follower.limits.max_contracts;
    if (now == before) return;
    step.notice(Severity::info, Reason::limit_changed, follower.id,
                "MaxContracts " + before.str() + " to " + now.str() + " by the scaling plan");
}

bool is_sane(LimitKind limit, const std::optional<Ratio>& value) {
    if (!value) return limit != LimitKind::max_contracts; // no copying without a cap
    constexpr std::int64_t weights_max = 10'000;
    const bool is_small = value->denominator() <= weights_max && value->numerator() <= limit_max;
    const bool is_whole = limit == LimitKind::max_contracts || value->denominator() == 1;
    return is_small && is_whole && *value > Ratio(0, 1) &&
           (is_money(limit) || *value <= Ratio(1'000'000, 1));
}

bool is_looser(const std::optional<Ratio>& before, const std::optional<Ratio>& after) {
    return before && (!after || *after > *before);
}

bool watch_losses(Follower& follower, Step& step) {
    if (follower.limits.scaling_basis == ScalingBasis::live) scale(follower, step);
    const auto breach = follower.losses.watch(follower.ledger.equity());
    if (!breach) return false;
    const std::string text = in_words(*breach);
    const bool flatten = follower.limits.on_breach == OnBreach::flatten;
    follower.set_mode(flatten ? ModeTrigger::flatten_by_rule : ModeTrigger::pause, breach->reason,
                      text);
    step.notice(Severity::alarm, breach->reason, follower.id,
                text + "; the account is " + std::string(name(follower.mode)));
    return true;
}

void note_execution(Follower& follower, Link& link, Position held_before, Step& step) {
    ++follower.executions_today;
    const bool opens = held_before.is_flat() || held_before.is_long() != link.held.is_long();
    const bool reduces = abs(link.held) < abs(held_before) || (opens && !held_before.is_flat());
    const Duration least = follower.limits.min_hold;
    if (reduces && link.opened_at && least.ns > 0 && step.now - *link.opened_at < least) {
        step.notice(Severity::warning, Reason::min_hold, follower.id, link.instrument,
                    "held for " + seconds(step.now - *link.opened_at) + ", MinHold is " +
                        seconds(least));
        link.opened_at.reset();
    }
    if (link.held.is_flat()) {
        link.opened_at.reset();
    } else if (opens) {
        link.opened_at = step.now;
    }
}

} // namespace lockstep
