#include "simulation/draw_rules.hpp"

#include "simulation/random.hpp"
#include "simulation/virtual_clock.hpp"

#include <sstream>

namespace lockstep::simulation {
namespace {

constexpr std::uint64_t stream_of_the_day = 100;
constexpr std::uint64_t stream_of_followers = 101;      // and those after it
constexpr std::uint64_t stream_of_hours = 300;          // and those after it
constexpr int midnight_to_begin_s = 8 * 3600 + 30 * 60; // day_begins_ns in Chicago

void draw_order_limits(AccountLimits& limits, bool has_prices, Random& random) {
    if (random.percent(30)) limits.max_order_quantity = Quantity(random.between(1, 5));
    // without prices of the market nothing passes them before the first fill, which never comes
    const std::int64_t chance = has_prices ? 25 : 3;
    if (random.percent(chance)) limits.max_notional = Money::of(250'000 * random.between(1, 10));
    if (random.percent(chance)) limits.price_collar_ticks = random.between(2, 12);
    limits.mark_max_age = Duration::seconds(random.any_of({2, 5, 60}));
    if (random.percent(20)) limits.max_orders_per_second = static_cast<int>(random.between(1, 5));
    if (random.percent(20)) {
        limits.max_drift = Quantity(random.between(1, 3));
        limits.max_drift_time = Duration::seconds(random.any_of({0, 1, 3, 10}));
    }
}

void draw_loss_limits(AccountLimits& limits, Random& random) {
    if (random.percent(40)) limits.commission = *Money::parse("2.05");
    limits.daily_loss.reset();
    limits.max_drawdown.reset();
    if (random.percent(35)) limits.daily_loss = Money::of(random.between(25, 500));
    if (random.percent(25)) limits.daily_profit = Money::of(random.between(25, 500));
    if (random.percent(50)) limits.max_drawdown = Money::of(random.between(50, 900));
    limits.drawdown_mode =
        random.any_of({DrawdownMode::fixed, DrawdownMode::trailing, DrawdownMode::end_of_day});
    if (random.percent(40)) limits.drawdown_lock = Money::of(random.any_of({0, 50, 100, 500}));
}

DailyTime after_begin(std::int64_t seconds) {
    return {midnight_to_begin_s + static_cast<int>(seconds), "America/Chicago"};
}

// Closed for a while within the day, or flat from a bell until its day rolls.
void draw_hours(Plan& plan, FollowerId id, Random& random) {
    AccountHours& hours = plan.settings.gateway.hours[id.index];
    hours.day_roll = plan.settings.gateway.day_roll[id.index];
    const std::int64_t from_s = random.between(3, plan.day_seconds);
    Plan::Closed closed;
    if (random.percent(50)) {
        const std::int64_t until_s = from_s + random.between(1, 12);
        hours.trading = {{after_begin(until_s), after_begin(from_s)}};
        closed = {day_begins_ns + from_s * second, day_begins_ns + until_s * second, false};
    } else {
        const std::int64_t lead_s = random.between(0, 2);
        hours.flat_by = after_begin(from_s);
        hours.flat_by_lead = Duration::seconds(lead_s);
        const std::int64_t bell_ns = day_begins_ns + (from_s - lead_s) * second;
        const auto roll_ns = plan.day_rolls_ns(id);
        const bool rolls_later = roll_ns && *roll_ns > bell_ns;
        closed = {bell_ns, rolls_later ? *roll_ns : INT64_MAX, true};
    }
    plan.closed[id.index] = closed;
}

const char* word(DrawdownMode mode) {
    switch (mode) {
    case DrawdownMode::fixed: return "static";
    case DrawdownMode::trailing: return "trailing";
    case DrawdownMode::end_of_day: return "end of day";
    }
    return "?";
}

} // namespace

std::optional<std::int64_t> Plan::day_rolls_ns(FollowerId follower) const {
    const int after_s =
        settings.gateway.day_roll[follower.index].second_of_day - midnight_to_begin_s;
    if (after_s > day_seconds) return std::nullopt;
    return day_begins_ns + after_s * second;
}

void draw_rules(Plan& plan) {
    Random random(plan.seed, stream_of_the_day);
    if (!random.percent(55)) return;
    RouterConfig& router = plan.settings.router;
    const auto brokers = static_cast<std::int64_t>(router.sessions.size()) - 1;
    const auto prices_from = static_cast<std::size_t>(random.between(1, brokers));
    const bool has_prices = random.percent(60);
    plan.settings.sessions[prices_from].market_data = has_prices;
    if (random.percent(40)) plan.lifts = random.between(1, 4);
    for (std::size_t i = 0; i < router.followers.size(); ++i) {
        Random own(plan.seed, stream_of_followers + i);
        if (!own.percent(75)) continue;
        AccountLimits& limits = router.followers[i].limits;
        draw_order_limits(limits, has_prices, own);
        draw_loss_limits(limits, own);
        if (own.percent(40)) {
            plan.settings.gateway.day_roll[i].second_of_day =
                midnight_to_begin_s + static_cast<int>(own.between(5, plan.day_seconds));
        }
        Random of_hours(plan.seed, stream_of_hours + i);
        if (of_hours.percent(25)) {
            draw_hours(plan, FollowerId{static_cast<std::uint32_t>(i)}, of_hours);
        }
    }
}

std::string describe_rules(const Plan& plan, FollowerId follower) {
    const AccountLimits& limits = plan.settings.router.followers[follower.index].limits;
    std::ostringstream text;
    const auto add = [&](const char* what, const auto& value) {
        if (value) text << ", " << what << " " << value->str();
    };
    if (limits.max_order_quantity) text << ", orders of " << *limits.max_order_quantity;
    add("worth", limits.max_notional);
    if (limits.price_collar_ticks) {
        text << ", collar " << *limits.price_collar_ticks << " ticks from a mark of "
             << limits.mark_max_age.ns / second << " s";
    }
    if (limits.max_orders_per_second) text << ", " << *limits.max_orders_per_second << " a second";
    if (limits.max_drift) {
        text << ", drift " << *limits.max_drift << " for " << limits.max_drift_time.ns / second
             << " s";
    }
    add("daily loss", limits.daily_loss);
    add("daily profit", limits.daily_profit);
    add(word(limits.drawdown_mode), limits.max_drawdown);
    if (limits.max_drawdown) add("locked at", limits.drawdown_lock);
    const bool watched = limits.daily_loss || limits.daily_profit || limits.max_drawdown;
    if (watched) text << (limits.on_breach == OnBreach::flatten ? ", flattens" : ", pauses");
    if (limits.commission.units > 0) text << ", commission " << limits.commission.str();
    if (const auto roll_ns = plan.day_rolls_ns(follower)) {
        text << ", day rolls after " << (*roll_ns - day_begins_ns) / second << " s";
    }
    if (const auto& closed = plan.closed[follower.index]) {
        text << (closed->flat ? ", flat from " : ", closed from ")
             << (closed->from_ns - day_begins_ns) / second << " s";
        if (closed->until_ns != INT64_MAX) {
            text << " to " << (closed->until_ns - day_begins_ns) / second << " s";
        }
    }
    const std::string all = text.str();
    return all.empty() ? all : "; limits:" + all.substr(1);
}

} // namespace lockstep::simulation
