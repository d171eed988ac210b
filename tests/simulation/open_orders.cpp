#include "simulation/open_orders.hpp"

#include <algorithm>
#include <cstdlib>

namespace lockstep::simulation {

std::int64_t FollowerBooks::held(InstrumentId instrument) const {
    const auto found = held_.find(instrument.index);
    return found == held_.end() ? 0 : found->second;
}

void FollowerBooks::stands_for(const ClOrdId& cl_ord_id, const LeaderBooks& leader,
                               const std::string& key) {
    OpenOrder* const order = order_named(cl_ord_id.str());
    if (order == nullptr) return;
    order->stands_for = key;
    MirrorAccount& account = accounts_[key];
    if (account.newest.empty()) account.is_exit = leader.find(key)->is_exit;
    account.newest = root_.at(cl_ord_id.str());
}

// A mirror that has ended before gets it only for what it did ahead.
void FollowerBooks::leader_filled(const std::string& key, std::int64_t grows,
                                  std::int64_t shrinks) {
    const auto found = accounts_.find(key);
    if (found == accounts_.end()) return;
    MirrorAccount& account = found->second;
    if (account.newest.empty()) return;
    const OpenOrder& order = orders_.at(account.newest);
    const std::int64_t worth = order.is_exit ? shrinks : grows;
    const bool stands = order.is_open || order.filled >= order.total;
    account.credited += stands ? worth : std::min(worth, account.ahead());
}

// An order that turned has its account begun anew, with what its open mirror has filled.
void FollowerBooks::see_roles(const LeaderBooks& leader) {
    for (auto& [key, account] : accounts_) {
        const LeaderBooks::Order* const model = leader.find(key);
        if (model == nullptr || !model->is_open || account.newest.empty()) continue;
        OpenOrder& order = orders_.at(account.newest);
        const bool turned = model->is_exit != account.is_exit;
        if (!turned && model->is_exit == order.is_exit) continue;
        account.is_exit = order.is_exit = model->is_exit;
        account.filled = account.credited = order.is_open ? order.filled : 0;
    }
}

std::int64_t FollowerBooks::ahead(const LeaderBooks& leader, InstrumentId instrument, Side side,
                                  bool exits, std::optional<bool> stops) const {
    std::int64_t sum = 0;
    for (const auto& [key, account] : accounts_) {
        const LeaderBooks::Order* const model = leader.find(key);
        if (model == nullptr || !model->is_open || account.newest.empty()) continue;
        const OpenOrder& order = orders_.at(account.newest);
        if (order.is_exit == exits && order.instrument == instrument && order.terms.side == side &&
            (!stops || order.terms.stop_price.has_value() == *stops)) {
            sum += account.ahead();
        }
    }
    return sum;
}

void FollowerBooks::end(const std::string& root) {
    orders_.at(root).is_open = false;
    open_.erase(root);
}

OpenOrder* FollowerBooks::order_named(const std::string& name) {
    const auto root = root_.find(name);
    return root == root_.end() ? nullptr : &orders_.at(root->second);
}

const OpenOrder* FollowerBooks::find(const std::string& name) const {
    const auto root = root_.find(name);
    return root == root_.end() ? nullptr : &orders_.at(root->second);
}

const MirrorAccount* FollowerBooks::account(const std::string& key) const {
    const auto found = accounts_.find(key);
    return found == accounts_.end() ? nullptr : &found->second;
}

void FollowerBooks::sent(const NewOrder& order) {
    const std::string name = order.cl_ord_id.str();
    root_[name] = name;
    open_.insert(name);
    OpenOrder& open = orders_[name];
    open = OpenOrder();
    open.terms = order.terms;
    open.instrument = order.instrument;
    open.total = open.accepted_total = order.quantity.lots;
    const std::int64_t holds = held(order.instrument);
    open.is_exit = order.terms.side == Side::sell ? holds > 0 : holds < 0;
}

// Until it is answered the larger of both counts.
void FollowerBooks::sent(const ReplaceOrder& change) {
    const auto root = root_.find(change.orig_cl_ord_id.str());
    if (root == root_.end()) return;
    const std::string first = root->second;
    root_[change.cl_ord_id.str()] = first;
    asked_[change.cl_ord_id.str()] = change.total.lots;
    OpenOrder& open = orders_.at(first);
    open.total = std::max(open.total, change.total.lots);
    open.is_answered = false;
}

void FollowerBooks::sent(const CancelOrder& cancel) {
    const auto root = root_.find(cancel.orig_cl_ord_id.str());
    if (root == root_.end()) return;
    const std::string first = root->second;
    root_[cancel.cl_ord_id.str()] = first;
    orders_.at(first).is_leaving = true; // also while a refused cancel waits to be sent again
}

void FollowerBooks::not_sent(const ClOrdId& cl_ord_id) {
    OpenOrder* const order = order_named(cl_ord_id.str());
    if (order == nullptr) return;
    if (root_.at(cl_ord_id.str()) == cl_ord_id.str()) {
        end(cl_ord_id.str());
    } else if (asked_.contains(cl_ord_id.str())) {
        order->total = order->accepted_total;
    }
}

void FollowerBooks::hear(const ExecutionEvent& execution) {
    const std::string name = execution.cl_ord_id.str();
    const bool is_keyed = !execution.exec_key.empty() && execution.kind != ExecKind::status &&
                          execution.kind != ExecKind::cancel_rejected;
    if (is_keyed && !counted_.insert(execution.exec_key.str()).second) return;
    OpenOrder* const order = order_named(name);
    if (execution.kind == ExecKind::fill) {
        const std::int64_t lots = execution.last_qty.lots;
        held_[execution.instrument.index] += execution.terms.side == Side::buy ? lots : -lots;
        if (order != nullptr) {
            order->filled += lots;
            order->is_answered = true;
            if (!order->stands_for.empty()) accounts_.at(order->stands_for).filled += lots;
            // whatever becomes of a change that crossed it
            if (execution.ord_status == '2') end(root_.at(name));
        }
        return;
    }
    if (order == nullptr) return;
    order->is_answered = true;
    const auto asked = asked_.find(name);
    switch (execution.kind) {
    case ExecKind::canceled:
    case ExecKind::expired: end(root_.at(name)); break;
    case ExecKind::rejected:
        if (root_.at(name) == name) end(name);
        break;
    case ExecKind::replaced:
        if (asked != asked_.end()) order->accepted_total = order->total = asked->second;
        order->terms = execution.terms;
        break;
    case ExecKind::cancel_rejected: order->total = order->accepted_total; break;
    case ExecKind::status: {
        // Unheard of under the id of a change it may still work under the one before.
        const bool is_over = std::string("24C").find(execution.ord_status) != std::string::npos;
        const bool is_first_id = root_.at(name) == name;
        if (is_over || (is_first_id && execution.ord_status == '8')) {
            end(root_.at(name));
        } else if (std::string("01").find(execution.ord_status) != std::string::npos &&
                   execution.order_qty.lots > 0) { // what became of a change before
            order->total = order->accepted_total = execution.order_qty.lots;
        }
        break;
    }
    default: break;
    }
}

FollowerBooks::Open FollowerBooks::open(InstrumentId instrument, Side side) const {
    Open sums;
    for (const std::string& root : open_) {
        const OpenOrder& order = orders_.at(root);
        if (order.instrument != instrument || order.terms.side != side) continue;
        auto& sum = !order.is_exit                          ? sums.entries
                    : order.terms.type == OrderType::market ? sums.market
                    : order.terms.stop_price                ? sums.stops
                                                            : sums.targets;
        sum += order.leaves();
        const auto account = accounts_.find(order.stands_for);
        if (account != accounts_.end() && account->second.newest == root) {
            auto& owed = order.is_exit ? sums.exits_owed : sums.entries_owed;
            owed += std::min(order.leaves(), account->second.owes());
        }
        if (order.is_exit) continue;
        if (!can_rest(order.terms)) {
            sums.copies += order.leaves();
        } else if (order.is_leaving || !order.is_answered) {
            sums.leaving += order.leaves();
        }
    }
    return sums;
}

std::int64_t FollowerBooks::works(InstrumentId instrument, Side side) const {
    std::int64_t sum = 0;
    for (const std::string& root : open_) {
        const OpenOrder& order = orders_.at(root);
        if (order.instrument == instrument && order.terms.side == side) sum += order.leaves();
    }
    return sum;
}

std::string FollowerBooks::names(InstrumentId instrument, Side side) const {
    std::string text;
    for (const auto& [root, order] : orders_) {
        if (order.instrument != instrument || order.terms.side != side || order.leaves() == 0) {
            continue;
        }
        text += (text.empty() ? "" : ", ") + root + (order.is_exit ? " exit " : " entry ") +
                std::string(name(order.terms.type)) + " " + std::to_string(order.leaves());
    }
    return text;
}

} // namespace lockstep::simulation
