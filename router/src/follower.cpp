#include "follower.hpp"

#include "proto/check.hpp"
#include "router/order_id.hpp"

#include <algorithm>
#include <utility>

namespace lockstep {

namespace {

constexpr std::size_t seen_max = 16'384;

Quantity cap_of(const AccountLimits& limits, InstrumentId instrument) {
    const Ratio weight = limits.contract_weight[instrument.index];
    return Quantity(round_ratio(limits.max_contracts / weight, Rounding::down));
}

} // namespace

Follower::Follower(FollowerId follower_id, const FollowerConfig& follower,
                   const RouterConfig& router, std::pmr::memory_resource* memory)
    : id(follower_id), config(&follower), instruments(&router.instruments), limits(follower.limits),
      balance(follower.balance),
      ledger(router.instruments, follower.balance.value_or(Money(0)), follower.limits.commission),
      losses(follower.limits, follower.balance.value_or(Money(0))), rejects(follower.limits),
      rate(follower.limits), exposure(router.instruments.size()), links(router.instruments.size()),
      seen(seen_max, memory), orders(memory), id_prefix_(id_prefix_of(follower.account)) {
    LOCKSTEP_CHECK(follower.limits.contract_weight.size() == router.instruments.size());
    for (std::uint32_t i = 0; i < links.size(); ++i) {
        links[i].instrument = InstrumentId{i};
        links[i].live_orders.let_rest_for(limits.max_signal_age);
    }
    for (const InstrumentMapping& row : follower.map) {
        Link& link = links[row.follower.index];
        LOCKSTEP_CHECK(!link.leader_instrument);
        link.leader_instrument = row.leader;
        link.factor = row.factor;
    }
    refresh_limits();
    refresh_sizing(router.leaders[follower.leader.index].balance);
}

ClOrdId Follower::next_cl_ord_id() { return make_cl_ord_id(id_prefix_, epoch, ++last_id_); }

ChildNumber Follower::add(const ChildOrder& order) {
    const ChildNumber number = orders.add(order);
    link(order.instrument).live_orders.add(number, order);
    return number;
}

void Follower::file(ChildNumber number, bool ended_now) {
    const ChildOrder& order = child(number);
    Mirror* mirror = mirror_of(order);
    if (mirror != nullptr && mirror->child == number) {
        mirror->stood_whole = order.filled >= order.total;
    }
    orders.file(number, ended_now);
}

const ChildOrder* Follower::live_child(const Mirror& mirror) const {
    const ChildOrder* order = mirror.child ? orders.find(*mirror.child) : nullptr;
    return order != nullptr && order->is_live() ? order : nullptr;
}

Mirror* Follower::mirror_of(const ChildOrder& order) {
    if (!order.is_mirror()) return nullptr;
    auto& mirrors = links[order.instrument.index].mirrors;
    const auto found = std::ranges::find(mirrors, order.leader_order, &Mirror::order);
    return found == mirrors.end() ? nullptr : &*found;
}

void Follower::refresh_exposure(const Link& link) {
    const Working& buys = link.live_orders.on(Side::buy);
    const Working& sells = link.live_orders.on(Side::sell);
    exposure.at(link.instrument) =
        Exposure{ledger.net(link.instrument), buys.entries + buys.exits(),
                 sells.entries + sells.exits(), buys.entries, sells.entries};
}

std::optional<LiveOrders::Due> Follower::first_unanswered(Link& link) const {
    return link.live_orders.first_unanswered(by_number());
}

std::optional<LiveOrders::Due> Follower::first_rested(Link& link) const {
    return link.live_orders.first_rested(by_number());
}

void Follower::set_mode(ModeTrigger trigger, Reason reason, std::string text) {
    const Mode next = next_mode(mode, trigger);
    const bool resumed = next == Mode::active && mode != Mode::active;
    // the first reason stays, unless an operator speaks or one comes that holds for longer
    const bool unchanged = next == mode && next != Mode::active;
    const bool outranks = reason == Reason::operator_action ||
                          (reason == Reason::drawdown && is_daily(mode_reason)) ||
                          (reason == Reason::daily_loss && mode_reason == Reason::profit_target);
    if (unchanged && mode_reason != Reason::none && !outranks) {
        if (trigger == ModeTrigger::pause && is_daily(mode_reason))
            pause_after_the_day(reason, text);
        return;
    }
    if (mode == Mode::paused && next == Mode::flattening && is_daily(reason)) {
        pause_after_the_day(mode_reason, mode_text);
    } else if (next == Mode::active || reason == Reason::operator_action) {
        paused_by = Reason::none;
        paused_text.clear();
    }
    mode = next;
    mode_reason = next == Mode::active ? Reason::none : reason;
    mode_text = next == Mode::active ? std::string() : std::move(text);
    if (!resumed) return;

    for (Link& link : links) link.joining = true;
}

void Follower::pause_after_the_day(Reason reason, const std::string& text) {
    if (is_daily(reason) || paused_by != Reason::none) return;
    paused_by = reason;
    paused_text = text;
}

void Follower::end_of_daily_hold() {
    if (paused_by == Reason::none) return set_mode(ModeTrigger::resume, Reason::none, {});
    mode = Mode::paused;
    mode_reason = std::exchange(paused_by, Reason::none);
    mode_text = std::exchange(paused_text, {});
}

void Follower::refresh_sizing(std::optional<Money> leader_balance) {
    for (Link& link : links) {
        if (!link.leader_instrument) continue;
        link.live = Sizer::make(config->sizing, link.factor, balance, leader_balance,
                                cap_of(limits, link.instrument));
        // a balance that comes in the middle of a trade sizes it once, like one known before
        if (!link.frozen) link.frozen = link.live;
    }
}

void Follower::count_live_orders_again() {
    for (Link& each : links) each.live_orders.count_again(by_number());
}

bool Follower::is_whole() const {
    for (const Link& each : links) {
        const auto& numbers = each.live_orders.numbers();
        const auto is_live = [&](ChildNumber number) {
            const ChildOrder* order = orders.find(number);
            return order != nullptr && order->is_live();
        };
        if (!std::ranges::is_sorted(numbers) || !std::ranges::all_of(numbers, is_live))
            return false;
        const auto is_known = [&](const Mirror& mirror) {
            return !mirror.child || *mirror.child <= orders.last_number();
        };
        if (!std::ranges::all_of(each.mirrors, is_known)) return false;
    }
    return true;
}

TargetCurve curve_of(const Link& link, const LeaderInstrument& leader) {
    const Position now = leader.followed();
    const auto& sizer = now.is_flat() || !link.frozen ? link.live : link.frozen;
    return TargetCurve{sizer.value_or(Sizer()), now, std::max(leader.peak, abs(now))};
}

} // namespace lockstep
