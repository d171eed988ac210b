// Copies of the state for people.
#include "machine.hpp"

namespace lockstep {

namespace {

LinkView view_link(const Follower& follower, const Link& link, const LeaderView* leader) {
    LinkView view;
    view.instrument = link.instrument;
    view.held = link.held;
    view.foreign = link.foreign;
    view.unexplained = link.positions.unexplained;
    view.mapped = link.leader_instrument.has_value();
    view.out = link.out;
    view.mark = follower.ledger.mark_of(link.instrument);
    if (leader != nullptr && leader->instrument.known && follower.acting() != Mode::flattening) {
        view.target = curve_of(link, leader->instrument).target();
    }
    view.drift = view.target - view.held;
    for (const Side side : {Side::buy, Side::sell}) {
        view.working_entries += link.live_orders.on(side).entries;
        view.working_exits += link.live_orders.on(side).exits();
    }
    for (const ChildNumber number : link.live_orders.numbers()) {
        if (follower.child(number).state == ChildState::unknown) ++view.unknown_orders;
    }
    return view;
}

std::vector<LeaderOrderView> orders_of(const LeaderBook& book, const LeaderInstrument& instrument) {
    std::vector<LeaderOrderView> orders;
    for (const LeaderOrderId id : instrument.working) {
        const LeaderOrder* order = book.find(id);
        if (order == nullptr) continue;
        orders.push_back({order->key, order->terms, order->total, order->filled,
                          order->state == LeaderOrderState::suspended});
    }
    return orders;
}

} // namespace

FollowerView Machine::view(FollowerId id) const {
    const Follower& follower = followers_[id.index];
    FollowerView view;
    view.id = id;
    view.mode = follower.acting();
    view.mode_reason = follower.acting_reason();
    view.mode_text = follower.mode_text;
    view.window = follower.window;
    view.max_contracts = follower.limits.max_contracts;
    view.executions_today = follower.executions_today;
    view.session_up = follower.session_up;
    view.equity = follower.ledger.equity();
    view.day_result = view.equity - follower.losses.day_start();
    view.high_water = follower.losses.high_water();
    view.floor = follower.losses.floor();
    view.balance = follower.balance;
    view.orders_sent = follower.orders_sent;
    for (const Link& link : follower.links) {
        const bool shown = link.leader_instrument || !link.held.is_flat() ||
                           !link.foreign.is_flat() || !link.live_orders.empty() ||
                           !link.positions.unexplained.is_flat();
        if (!shown) continue;
        if (!link.leader_instrument) {
            view.links.push_back(view_link(follower, link, nullptr));
            continue;
        }
        const LeaderView leader = view_of(follower, link);
        view.links.push_back(view_link(follower, link, &leader));
    }
    return view;
}

LeaderAccountView Machine::view(LeaderId id) const {
    const Leader& leader = leaders_[id.index];
    LeaderAccountView view{id, leader.session_up, leader.balance, leader.last_event, {}};
    for (std::uint32_t i = 0; i < config_.instruments.size(); ++i) {
        const LeaderInstrument& instrument = leader.book.at(InstrumentId{i});
        view.instruments.push_back({InstrumentId{i}, instrument.position, instrument.known,
                                    instrument.disagrees, instrument.bust_pending,
                                    static_cast<std::uint32_t>(instrument.working.size()),
                                    orders_of(leader.book, instrument)});
    }
    return view;
}

std::vector<WorkingOrderView> Machine::working_orders(FollowerId id) const {
    const Follower& follower = followers_[id.index];
    const LeaderBook& book = leaders_[follower.config->leader.index].book;
    std::vector<WorkingOrderView> orders;
    for (const Link& link : follower.links) {
        for (const ChildNumber number : link.live_orders.numbers()) {
            const ChildOrder& order = follower.child(number);
            const LeaderOrder* model = order.is_mirror() ? book.find(order.leader_order) : nullptr;
            orders.push_back({order.cl_ord_id, order.instrument, order.terms, order.leaves(),
                              order.is_entry(), std::string(name(order.state)), order.total,
                              order.filled, !order.order_key.empty(),
                              model == nullptr ? OrderKey() : model->key});
        }
    }
    return orders;
}

} // namespace lockstep
