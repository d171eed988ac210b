#include "router/leader_book.hpp"

#include "proto/check.hpp"

#include <algorithm>

namespace lockstep {

namespace {

constexpr std::size_t seen_max = 200'000;
constexpr std::size_t ended_max = 10'000;
constexpr std::size_t working_max = 10'000; // per instrument
constexpr std::int64_t lots_max = 1'000'000;

// Whether the leader may have traded `by` and hold what follows.
bool is_possible(const LeaderInstrument& instrument, Position by) {
    return abs(by).lots <= lots_max && abs(instrument.position + by).lots <= lots_max;
}

bool opposes(Side side, Position position) {
    return side == Side::buy ? position.is_short() : position.is_long();
}

LeaderChange oddity(const ExecutionEvent& execution, Reason reason, std::string text) {
    LeaderChange change;
    change.instrument = execution.instrument;
    change.severity = Severity::alarm;
    change.reason = change.nothing_for = reason;
    change.text = std::move(text);
    return change;
}

// Kinds that say that something has happened to an order, not that somebody asked for it.
bool is_fact(ExecKind kind) {
    return kind != ExecKind::pending && kind != ExecKind::cancel_rejected &&
           kind != ExecKind::status;
}

// Flat, or on the other side.
bool turned(Position before, Position after) {
    if (before.is_flat()) return false;
    return after.is_flat() || after.is_long() != before.is_long();
}

// Done for the day, such an order goes on tomorrow.
bool outlives_the_session(const OrderTerms& terms) {
    return terms.time_in_force == TimeInForce::good_till_cancel ||
           terms.time_in_force == TimeInForce::gtd;
}

bool acts_as_accept(ExecKind kind) {
    return kind == ExecKind::accepted || kind == ExecKind::triggered;
}

bool acts_as_replace(ExecKind kind) {
    return kind == ExecKind::replaced || kind == ExecKind::restated;
}

} // namespace

LeaderBook::LeaderBook(const LeaderConfig& config, std::size_t instruments,
                       std::pmr::memory_resource* memory)
    : follow_busts_(config.on_bust == OnBust::follow), instruments_(instruments), orders_(memory),
      by_key_(memory), ended_(memory), seen_(seen_max, memory) {
    for (LeaderInstrument& instrument : instruments_) instrument.known = config.start_flat;
}

LeaderChange LeaderBook::apply(const ExecutionEvent& execution, Timestamp now) {
    LOCKSTEP_CHECK(execution.instrument.index < instruments_.size());
    switch (seen_.judge(execution)) {
    case SeenExecutions::Verdict::fresh: break;
    case SeenExecutions::Verdict::repeat: return {};
    case SeenExecutions::Verdict::changed: {
        LeaderChange change = oddity(execution, Reason::bad_report,
                                     "execution " + execution.exec_key.str() +
                                         " came again with another content; not counted");
        change.nothing_for = Reason::none; // it was decided when it came first
        return change;
    }
    }
    LeaderInstrument& instrument = instruments_[execution.instrument.index];
    const Position before = instrument.followed();
    const Quantity peak_before = instrument.peak;
    LeaderChange change;
    switch (execution.kind) {
    case ExecKind::fill: change = apply_fill(execution); break;
    case ExecKind::fill_bust:
    case ExecKind::fill_corrected: change = apply_bust(execution); break;
    default: change = apply_order(execution); break;
    }
    if (!change.fresh) return change;
    update_roles(instrument);
    change.instrument = execution.instrument;
    change.before = before;
    change.peak_before = peak_before;
    change.after = instrument.followed();
    change.turns_flat = turned(before, change.after);
    change.late = execution.poss_dup || execution.poss_resend;
    change.signal_time = std::min(execution.transact_time, now);
    if (!change.late) {
        instrument.signal_time = std::max(instrument.signal_time, change.signal_time);
    }
    return change;
}

LeaderChange LeaderBook::apply_order(const ExecutionEvent& execution) {
    LeaderChange change;
    change.instrument = execution.instrument;
    if (!is_fact(execution.kind)) return change;
    change.nothing_for = Reason::nothing_to_do;
    LeaderOrder* order = find(execution.order_key);
    const bool opens = acts_as_accept(execution.kind) || acts_as_replace(execution.kind);
    if (order == nullptr && opens) {
        if (instruments_[execution.instrument.index].working.size() >= working_max) {
            return oddity(execution, Reason::too_many, "the leader works too many orders");
        }
        order = &add(execution);
    } else if (order == nullptr) {
        return change;
    } else if (order->instrument != execution.instrument) {
        return oddity(execution, Reason::bad_report,
                      "order " + execution.order_key.str() + " came with another instrument");
    } else if (order->state == LeaderOrderState::filled || order->state == LeaderOrderState::gone) {
        return change; // a late word on an order that ended
    }
    change.order = order->id;
    change.fresh = true;
    switch (execution.kind) {
    case ExecKind::accepted:
    case ExecKind::triggered: order->state = LeaderOrderState::working; break;
    case ExecKind::replaced:
    case ExecKind::restated:
        set_terms(*order, execution);
        order->late = execution.poss_dup || execution.poss_resend;
        break;
    case ExecKind::suspended: order->state = LeaderOrderState::suspended; break;
    case ExecKind::canceled:
    case ExecKind::expired:
    case ExecKind::rejected: end(*order, LeaderOrderState::gone); break;
    case ExecKind::done:
        if (!outlives_the_session(order->terms)) end(*order, LeaderOrderState::gone);
        break;
    default: LOCKSTEP_CHECK(!"fills and what is no fact are handled before");
    }
    return change;
}

LeaderChange LeaderBook::apply_fill(const ExecutionEvent& execution) {
    LeaderInstrument& instrument = instruments_[execution.instrument.index];
    const Position by = signed_quantity(execution.terms.side, execution.last_qty);
    if (execution.last_qty.is_zero() || !is_possible(instrument, by)) {
        seen_.take_back(execution.exec_key);
        return oddity(execution, Reason::bad_report, "a fill of an impossible quantity");
    }
    LeaderOrder* order = find(execution.order_key);
    if (order == nullptr) order = &add(execution);
    seen_.counted_for(execution.exec_key, order->id);
    order->filled += execution.last_qty;
    if (order->total < order->filled) order->total = order->filled;
    if (order->leaves().is_zero()) end(*order, LeaderOrderState::filled);
    move(instrument, by);

    LeaderChange change;
    change.fresh = true;
    change.order = order->id;
    change.is_fill = true;
    change.fill_price = execution.last_price;
    if (!instrument.known) {
        change.severity = Severity::alarm;
        change.reason = Reason::position_unknown;
        change.text = "the leader traded, but its position is not known: nothing is copied until "
                      "a position report comes or an operator states it";
    }
    return change;
}

LeaderChange LeaderBook::apply_bust(const ExecutionEvent& execution) {
    const SeenExecution* fill = seen_.find(execution.exec_ref_key);
    if (fill == nullptr || fill->kind != ExecKind::fill ||
        fill->instrument != execution.instrument) {
        return oddity(execution, Reason::bad_report,
                      "a bust or correction of an execution that is not known: " +
                          execution.exec_ref_key.str());
    }
    const Quantity now =
        execution.kind == ExecKind::fill_corrected ? execution.last_qty : Quantity(0);
    const Position by =
        signed_quantity(fill->side, now) - signed_quantity(fill->side, fill->quantity);
    LeaderInstrument& instrument = instruments_[execution.instrument.index];
    if (!is_possible(instrument, by)) {
        return oddity(execution, Reason::bad_report, "a correction to an impossible quantity");
    }
    if (const auto order = orders_.find(fill->order); order != orders_.end()) {
        order->second.filled = less(order->second.filled + now, fill->quantity);
    }
    if (now.is_zero()) {
        seen_.take_back(execution.exec_ref_key);
    } else {
        seen_.amend(execution.exec_ref_key, now, execution.last_price);
    }
    const Position offset = instrument.bust_offset - (follow_busts_ ? Position(0) : by);
    const bool pending = by.is_flat() ? instrument.bust_pending : !offset.is_flat();
    move(instrument, by);
    // a leader that a bust has taken flat did not go flat for its followers
    instrument.bust_offset = offset;
    instrument.bust_pending = pending;
    LeaderChange change;
    change.fresh = true;
    change.severity = Severity::alarm;
    change.reason = Reason::bust_pending;
    change.text = "a trade of the leader was " +
                  std::string(now.is_zero() ? "busted" : "corrected") + ": its position is " +
                  std::to_string(instrument.position.net);
    change.text += !pending       ? ", followers go by it"
                   : by.is_flat() ? ", an earlier bust still waits for an operator"
                                  : ", followers wait for an operator to say keep or follow";
    return change;
}

LeaderChange LeaderBook::apply(const LeaderPosition& report) {
    LOCKSTEP_CHECK(report.instrument.index < instruments_.size());
    LeaderInstrument& instrument = instruments_[report.instrument.index];
    LeaderChange change;
    change.instrument = report.instrument;
    change.before = instrument.followed();
    change.peak_before = instrument.peak;
    change.late = true; // a position is no signal to enter
    if (abs(report.position).lots > lots_max) {
        change.severity = Severity::alarm;
        change.reason = Reason::bad_report;
        change.text = "a position of " + std::to_string(report.position.net) + " is impossible";
        return change;
    }
    change.fresh = true;
    if (instrument.known && !report.stated_by_operator) {
        instrument.disagrees = report.position != instrument.position;
        if (instrument.disagrees) {
            change.severity = Severity::alarm;
            change.reason = Reason::position_disagrees;
            change.text = "a position report says " + std::to_string(report.position.net) +
                          ", the executions say " + std::to_string(instrument.position.net) +
                          ": no entries until an operator states the position";
        }
    } else {
        instrument.known = true;
        instrument.disagrees = false;
        instrument.bust_offset = Position(0);
        instrument.bust_pending = false;
        move(instrument, report.position - instrument.position);
        update_roles(instrument);
    }
    change.after = instrument.followed();
    change.turns_flat = turned(change.before, change.after);
    return change;
}

std::vector<LeaderChange> LeaderBook::answer_bust(bool follow) {
    std::vector<LeaderChange> changes;
    for (std::uint32_t i = 0; i < instruments_.size(); ++i) {
        LeaderInstrument& instrument = instruments_[i];
        if (!instrument.bust_pending) continue;
        LeaderChange change;
        change.fresh = true;
        change.instrument = InstrumentId{i};
        change.before = instrument.followed();
        change.peak_before = instrument.peak;
        change.late = true;
        instrument.bust_pending = false;
        if (follow) instrument.bust_offset = Position(0);
        update_roles(instrument);
        change.after = instrument.followed();
        change.turns_flat = turned(change.before, change.after);
        changes.push_back(change);
    }
    return changes;
}

std::vector<LeaderChange> LeaderBook::end_session() {
    std::vector<LeaderChange> changes;
    for (std::uint32_t i = 0; i < instruments_.size(); ++i) {
        LeaderInstrument& instrument = instruments_[i];
        LeaderChange change;
        change.instrument = InstrumentId{i};
        change.before = change.after = instrument.followed();
        change.peak_before = instrument.peak;
        const auto working = instrument.working; // `end` takes orders out of it
        for (const LeaderOrderId id : working) {
            LeaderOrder& order = orders_.at(id);
            if (outlives_the_session(order.terms)) continue;
            end(order, LeaderOrderState::gone);
            change.fresh = true;
        }
        if (change.fresh) changes.push_back(change);
    }
    return changes;
}

const LeaderOrder* LeaderBook::find(LeaderOrderId id) const {
    const auto entry = orders_.find(id);
    return entry == orders_.end() ? nullptr : &entry->second;
}

LeaderOrder* LeaderBook::find(const OrderKey& key) {
    const auto entry = by_key_.find(key);
    return entry == by_key_.end() ? nullptr : &orders_.at(entry->second);
}

LeaderOrder& LeaderBook::add(const ExecutionEvent& execution) {
    const LeaderOrderId id = ++last_id_;
    LeaderOrder& order = orders_[id];
    order.id = id;
    order.key = execution.order_key;
    order.instrument = execution.instrument;
    order.terms = execution.terms;
    order.late = execution.poss_dup || execution.poss_resend;
    order.total = execution.order_qty;
    if (execution.order_qty.is_zero()) order.total = execution.cum_qty + execution.leaves_qty;
    // what filled before we heard of the order is no longer open, and is in the position already
    order.filled = execution.kind == ExecKind::fill ? less(execution.cum_qty, execution.last_qty)
                                                    : execution.cum_qty;
    if (!execution.order_key.empty()) by_key_[execution.order_key] = id;
    instruments_[execution.instrument.index].working.push_back(id);
    assign_role(order);
    return order;
}

void LeaderBook::end(LeaderOrder& order, LeaderOrderState state) {
    const bool had_ended =
        order.state == LeaderOrderState::filled || order.state == LeaderOrderState::gone;
    order.state = state;
    filed_.file(order);
    if (had_ended) return; // a late fill; it is among the ended ones already
    std::erase(instruments_[order.instrument.index].working, order.id);
    ended_.push_back(order.id);
    if (ended_.size() <= ended_max) return;
    const LeaderOrder& oldest = orders_.at(ended_.front());
    by_key_.erase(oldest.key);
    orders_.erase(ended_.front());
    ended_.pop_front();
}

void LeaderBook::set_terms(LeaderOrder& order, const ExecutionEvent& execution) {
    order.terms = execution.terms;
    if (execution.order_qty.is_zero()) return;
    const bool larger = execution.order_qty > order.total;
    order.total = std::max(execution.order_qty, order.filled);
    if (larger) assign_role(order);
    if (order.leaves().is_zero()) end(order, LeaderOrderState::filled);
}

bool LeaderBook::is_whole() const {
    const auto is_there = [this](LeaderOrderId id) { return orders_.contains(id); };
    for (const LeaderInstrument& instrument : instruments_) {
        if (!std::ranges::all_of(instrument.working, is_there)) return false;
    }
    for (const auto& [key, id] : by_key_) {
        if (!is_there(id)) return false;
    }
    return std::ranges::all_of(ended_, is_there);
}

void LeaderBook::move(LeaderInstrument& instrument, Position by) {
    const Position before = instrument.position;
    instrument.position = before + by;
    if (instrument.position.is_flat()) {
        instrument.peak = Quantity(0);
        instrument.bust_offset = Position(0);
        instrument.bust_pending = false;
    } else if (before.is_flat() || before.is_long() != instrument.position.is_long()) {
        instrument.peak = abs(instrument.position);
    } else {
        instrument.peak = std::max(instrument.peak, abs(instrument.position));
    }
}

void LeaderBook::assign_role(LeaderOrder& order) const {
    const Position position = instruments_[order.instrument.index].followed();
    order.role = opposes(order.terms.side, position) ? OrderRole::exit : OrderRole::entry;
}

void LeaderBook::update_roles(const LeaderInstrument& instrument) {
    for (const LeaderOrderId id : instrument.working) {
        LeaderOrder& order = orders_.at(id);
        if (opposes(order.terms.side, instrument.followed())) order.role = OrderRole::exit;
    }
}

} // namespace lockstep
