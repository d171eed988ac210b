#include "codec/journal_codec.hpp"

#include "wire_words.hpp"

#include <google/protobuf/arena.h>

#include <array>

namespace lockstep {

namespace {

using namespace codec;

// Writes the parts of one event. Views of names are copied by protobuf.
class Encoding {
  public:
    Encoding(const Names& names, wire::Event& out) : names_(names), out_(out) {}

    void operator()(const Started& body) {
        auto& message = *out_.mutable_started();
        message.set_settings_digest(body.settings_digest);
        message.set_version(body.version);
        message.set_epoch(body.epoch);
        message.set_state_version(body.state_version);
    }
    void operator()(const LeaderExecution& body) {
        auto& message = *out_.mutable_leader_execution();
        put(names_.leader(body.leader), *message.mutable_leader());
        put(body.execution, *message.mutable_execution());
    }
    void operator()(const FollowerExecution& body) {
        auto& message = *out_.mutable_follower_execution();
        put(names_.follower(body.follower), *message.mutable_follower());
        put(body.execution, *message.mutable_execution());
    }
    void operator()(const SessionChanged& body) {
        auto& message = *out_.mutable_session_changed();
        put(names_.session(body.session), *message.mutable_session());
        message.set_up(body.up);
    }
    void operator()(const MarkChanged& body) {
        auto& message = *out_.mutable_mark_changed();
        put(symbol(body.instrument), *message.mutable_instrument());
        put(body.instrument, body.price, *message.mutable_price());
        put(names_.session(body.session), *message.mutable_session());
    }
    void operator()(const LeaderBalance& body) {
        auto& message = *out_.mutable_leader_balance();
        put(names_.leader(body.leader), *message.mutable_leader());
        message.set_balance_units(body.balance.units);
    }
    void operator()(const FollowerBalance& body) {
        auto& message = *out_.mutable_follower_balance();
        put(names_.follower(body.follower), *message.mutable_follower());
        message.set_balance_units(body.balance.units);
    }
    void operator()(const LeaderPosition& body) {
        auto& message = *out_.mutable_leader_position();
        put(names_.leader(body.leader), *message.mutable_leader());
        put(symbol(body.instrument), *message.mutable_instrument());
        message.set_net(body.position.net);
        message.set_stated_by_operator(body.stated_by_operator);
    }
    void operator()(const TimerFired&) { out_.mutable_timer_fired(); }
    void operator()(const DayRolled& body) {
        put(names_.follower(body.follower), *out_.mutable_day_rolled()->mutable_follower());
    }
    void operator()(const LeaderSessionEnded& body) {
        put(names_.leader(body.leader), *out_.mutable_leader_session_ended()->mutable_leader());
    }
    void operator()(const OrderNotSent& body) {
        auto& message = *out_.mutable_order_not_sent();
        put(names_.follower(body.follower), *message.mutable_follower());
        put(body.cl_ord_id, *message.mutable_cl_ord_id());
    }
    void operator()(const OperatorCommand& body) {
        auto& message = *out_.mutable_operator_command();
        message.set_action(to_wire(operator_actions, body.action));
        if (body.follower) put(names_.follower(*body.follower), *message.mutable_follower());
        if (body.group) put(names_.leader(*body.group), *message.mutable_group());
        message.set_who(body.who);
        message.set_reason(body.reason);
    }
    void operator()(const Stopped&) { out_.mutable_stopped(); }
    void operator()(const EntriesHeld& body) { out_.mutable_entries_held()->set_held(body.held); }
    void operator()(const MassStatusEnded& body) {
        auto& message = *out_.mutable_mass_status_ended();
        put(names_.follower(body.follower), *message.mutable_follower());
        put(body.request_id, *message.mutable_request_id());
        message.set_refused(body.refused);
    }
    void operator()(const FollowerPosition& body) {
        auto& message = *out_.mutable_follower_position();
        put(names_.follower(body.follower), *message.mutable_follower());
        put(symbol(body.instrument), *message.mutable_instrument());
        message.set_net(body.position.net);
    }
    void operator()(const PositionsAnswered& body) {
        auto& message = *out_.mutable_positions_answered();
        put(names_.follower(body.follower), *message.mutable_follower());
        put(body.request_id, *message.mutable_request_id());
        message.set_reports(body.reports);
        message.set_refused(body.refused);
    }
    void operator()(const WindowChanged& body) {
        auto& message = *out_.mutable_window_changed();
        put(names_.follower(body.follower), *message.mutable_follower());
        message.set_window(to_wire(windows, body.window));
    }
    void operator()(const LimitChanged& body) {
        auto& message = *out_.mutable_limit_changed();
        put(names_.follower(body.follower), *message.mutable_follower());
        message.set_limit(to_wire(limit_kinds, body.limit));
        if (body.value) {
            message.mutable_value()->set_numerator(body.value->numerator());
            message.mutable_value()->set_denominator(body.value->denominator());
        }
        message.set_who(body.who);
        message.set_reason(body.reason);
    }

  private:
    static void put(std::string_view text, std::string& field) { field.assign(text); }

    std::string_view symbol(InstrumentId id) const { return names_.instrument(id).symbol; }

    void put(InstrumentId id, lockstep::Price price, wire::Price& message) const {
        const Decimal& tick = names_.instrument(id).tick_size;
        const Int128 mantissa = Int128{price.ticks} * tick.mantissa;
        LOCKSTEP_CHECK(mantissa <= INT64_MAX && mantissa >= INT64_MIN);
        message.set_mantissa(static_cast<std::int64_t>(mantissa));
        message.set_scale(static_cast<std::uint32_t>(tick.scale));
    }

    void put(InstrumentId id, const OrderTerms& terms, wire::OrderTerms& message) const {
        message.set_side(to_wire(sides, terms.side));
        message.set_type(to_wire(order_types, terms.type));
        message.set_time_in_force(to_wire(times_in_force, terms.time_in_force));
        if (terms.price) put(id, *terms.price, *message.mutable_price());
        if (terms.stop_price) put(id, *terms.stop_price, *message.mutable_stop_price());
    }

    void put(const ExecutionEvent& execution, wire::Execution& message) const {
        const InstrumentId id = execution.instrument;
        message.set_kind(to_wire(exec_kinds, execution.kind));
        message.set_msg_seq_num(execution.msg_seq_num);
        message.set_poss_dup(execution.poss_dup);
        message.set_poss_resend(execution.poss_resend);
        message.set_transact_time_ns(execution.transact_time.ns);
        if (const auto& key = execution.order_key; !key.empty())
            put(key, *message.mutable_order_key());
        if (const auto& id11 = execution.cl_ord_id; !id11.empty()) {
            put(id11, *message.mutable_cl_ord_id());
        }
        if (const auto& id41 = execution.orig_cl_ord_id; !id41.empty()) {
            put(id41, *message.mutable_orig_cl_ord_id());
        }
        if (const auto& key = execution.exec_key; !key.empty())
            put(key, *message.mutable_exec_key());
        if (const auto& key = execution.exec_ref_key; !key.empty()) {
            put(key, *message.mutable_exec_ref_key());
        }
        put(symbol(id), *message.mutable_instrument());
        put(id, execution.terms, *message.mutable_terms());
        message.set_order_qty(execution.order_qty.lots);
        message.set_last_qty(execution.last_qty.lots);
        if (execution.last_price.ticks != 0) {
            put(id, execution.last_price, *message.mutable_last_price());
        }
        message.set_cum_qty(execution.cum_qty.lots);
        message.set_leaves_qty(execution.leaves_qty.lots);
        message.set_ord_status(static_cast<unsigned char>(execution.ord_status));
        message.set_text(execution.text);
    }

    const Names& names_;
    wire::Event& out_;
};

} // namespace

void encode(const Event& event, const Names& names, std::string& out) {
    // The message lives on the stack: this runs before every order that leaves.
    alignas(std::max_align_t) std::array<char, 2048> block;
    google::protobuf::ArenaOptions options;
    options.initial_block = block.data();
    options.initial_block_size = block.size();
    google::protobuf::Arena arena(options);
    auto& message = *google::protobuf::Arena::CreateMessage<wire::Event>(&arena);
    message.set_sequence(event.sequence);
    message.set_time_ns(event.time.ns);
    std::visit(Encoding(names, message), event.body);
    const bool written = message.AppendToString(&out);
    LOCKSTEP_CHECK(written); // fails only past 2 GiB
}

} // namespace lockstep
