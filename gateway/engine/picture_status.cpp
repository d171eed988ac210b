#include "engine/picture.hpp"

#include "codec/utc_text.hpp"

#include <algorithm>
#include <limits>

namespace lockstep {

namespace {

namespace pb = status::v1;

std::string text_of(const std::optional<Money>& money) { return money ? money->str() : ""; }

std::string text_of(const Instrument& instrument, const std::optional<Price>& price) {
    return price ? format_price(instrument, *price) : "";
}

std::string decimal_text(Ratio ratio) {
    for (std::int64_t scale = 1; scale <= 1'000'000; scale *= 10) {
        const Ratio scaled = ratio * Ratio(scale, 1);
        if (scaled.denominator() != 1) continue;
        int digits = 0;
        for (std::int64_t rest = scale; rest > 1; rest /= 10) ++digits;
        return Decimal{scaled.numerator(), digits}.str();
    }
    return ratio.str();
}

class Writer {
  public:
    explicit Writer(const Picture& picture)
        : picture_(picture), settings_(picture.frame->settings) {}

    pb::Status write() const {
        pb::Status status;
        status.set_version(picture_.frame->version);
        status.set_time(utc_text(picture_.taken));
        status.set_started(utc_text(picture_.frame->started));
        status.set_durability(std::string(name(settings_.gateway.durability)));
        write_journal(*status.mutable_journal());
        write_latency(*status.mutable_latency());
        for (const LeaderAccountView& leader : picture_.leaders) {
            write(leader, *status.add_leaders());
        }
        for (const FollowerPicture& follower : picture_.followers) {
            write(follower, *status.add_followers());
        }
        for (std::size_t i = 0; i < picture_.sessions.size(); ++i) {
            write(SessionIndex{static_cast<std::uint32_t>(i)}, *status.add_sessions());
        }
        for (const auto& notice : picture_.notices) write(*notice, *status.add_notices());
        return status;
    }

  private:
    const RouterConfig& config() const { return settings_.router; }
    const Instrument& instrument(InstrumentId id) const { return config().instruments[id.index]; }

    void write_journal(pb::Journal& out) const {
        out.set_sequence(std::to_string(picture_.journal.sequence));
        out.set_segment(picture_.journal.segment);
        out.set_space_low(picture_.journal.space_low);
        out.set_error(picture_.journal.error);
    }

    void write_latency(pb::Latency& out) const {
        const LatencySummary& latency = picture_.latency;
        out.set_count(status_count(latency.count));
        out.set_p50_ns(status_latency_ns(latency.p50.ns));
        out.set_p90_ns(status_latency_ns(latency.p90.ns));
        out.set_p99_ns(status_latency_ns(latency.p99.ns));
        out.set_p999_ns(status_latency_ns(latency.p999.ns));
        out.set_max_ns(status_latency_ns(latency.max.ns));
    }

    void write_terms(const Instrument& of, const OrderTerms& terms, pb::Order& out) const {
        out.set_side(std::string(name(terms.side)));
        out.set_type(std::string(name(terms.type)));
        out.set_time_in_force(std::string(name(terms.time_in_force)));
        out.set_price(text_of(of, terms.price));
        out.set_stop_price(text_of(of, terms.stop_price));
    }

    void write(const LeaderInstrumentView& view, pb::LeaderInstrument& out) const {
        const Instrument& it = instrument(view.instrument);
        out.set_instrument(it.symbol);
        out.set_known(view.known);
        out.set_position(status_contracts(view.position.net));
        out.set_mark(text_of(it, picture_.marks[view.instrument.index]));
        out.set_working_orders(view.working_orders);
        out.set_disagrees(view.disagrees);
        out.set_bust_pending(view.bust_pending);
        for (std::size_t i = 0; i < std::min(view.orders.size(), orders_shown_max); ++i) {
            const LeaderOrderView& order = view.orders[i];
            pb::Order& shown = *out.add_working();
            shown.set_id(order.key.str());
            write_terms(it, order.terms, shown);
            shown.set_quantity(status_contracts(order.total.lots));
            shown.set_filled(status_contracts(order.filled.lots));
            shown.set_state(order.suspended ? "suspended" : "working");
        }
    }

    void write(const LeaderAccountView& view, pb::Leader& out) const {
        const LeaderConfig& leader = config().leaders[view.id.index];
        out.set_account(leader.account);
        out.set_owner(leader.owner);
        out.set_session(settings_.sessions[leader.session.index].id());
        out.set_session_up(view.session_up);
        out.set_balance(text_of(view.balance));
        if (view.last_event.ns != 0) {
            constexpr std::int64_t ns_per_ms = 1'000'000;
            const std::int64_t age_ms = (picture_.taken - view.last_event).ns / ns_per_ms;
            out.set_last_event(utc_text(view.last_event));
            out.set_last_event_age_ms(
                status_count(static_cast<std::uint64_t>(std::max<std::int64_t>(age_ms, 0))));
        }
        for (const LeaderInstrumentView& each : view.instruments) {
            write(each, *out.add_instruments());
        }
    }

    void write(const FollowerPicture& follower, const LinkView& link,
               pb::FollowerInstrument& out) const {
        const Instrument& it = instrument(link.instrument);
        out.set_instrument(it.symbol);
        for (const InstrumentMapping& row : config().followers[follower.view.id.index].map) {
            if (row.follower != link.instrument) continue;
            out.set_leader_instrument(instrument(row.leader).symbol);
        }
        out.set_held(status_contracts(link.held.net));
        out.set_target(status_contracts(link.target.net));
        out.set_working_entries(status_contracts(link.working_entries.lots));
        out.set_working_exits(status_contracts(link.working_exits.lots));
        out.set_drift(status_contracts(link.drift.net));
        out.set_out(link.out);
        out.set_mark(text_of(it, link.mark));
        out.set_unknown_orders(link.unknown_orders);
        out.set_foreign(status_contracts(link.foreign.net));
        out.set_unexplained(status_contracts(link.unexplained.net));
        std::size_t shown = 0;
        for (const WorkingOrderView& order : follower.working) {
            if (order.instrument != link.instrument || ++shown > orders_shown_max) continue;
            pb::Order& row = *out.add_working();
            row.set_id(order.cl_ord_id.str());
            write_terms(it, order.terms, row);
            row.set_quantity(status_contracts(order.total.lots));
            row.set_filled(status_contracts(order.filled.lots));
            row.set_state(order.state);
        }
    }

    void write(const DecisionTally& tally, pb::Follower& out) const {
        out.set_decisions(status_count(tally.decisions));
        for (const auto& [reason, count] : tally.not_sent) {
            pb::ReasonCount& row = *out.add_not_sent();
            row.set_reason(std::string(name(reason)));
            row.set_count(status_count(count));
        }
        if (!tally.last) return;
        pb::Decision& last = *out.mutable_last_decision();
        last.set_time(utc_text(tally.last_time));
        last.set_cause(std::to_string(tally.last->cause));
        last.set_instrument(instrument(tally.last->instrument).symbol);
        last.set_orders(tally.last->orders);
        last.set_reason(std::string(name(tally.last->reason)));
    }

    void write(const FollowerPicture& follower, pb::Follower& out) const {
        const FollowerView& view = follower.view;
        const FollowerConfig& settings = config().followers[view.id.index];
        out.set_account(settings.account);
        out.set_leader(config().leaders[settings.leader.index].account);
        out.set_owner(settings.owner);
        out.set_session(settings_.sessions[settings.session.index].id());
        out.set_session_up(view.session_up);
        out.set_mode(std::string(name(view.mode)));
        if (view.mode_reason != Reason::none) {
            out.set_mode_reason(std::string(name(view.mode_reason)));
        }
        out.set_mode_text(view.mode_text);
        out.set_copy_mode(settings.copy_mode == CopyMode::orders ? "orders" : "fills");
        out.set_sizing(sizing_in_words(settings));
        for (const LinkView& link : view.links) write(follower, link, *out.add_instruments());
        out.set_balance(text_of(view.balance));
        out.set_equity(view.equity.str());
        out.set_day_result(view.day_result.str());
        out.set_floor(text_of(view.floor));
        out.set_high_water_mark(view.high_water.str());
        out.set_window(std::string(name(view.window)));
        out.set_max_contracts(decimal_text(view.max_contracts));
        out.set_executions_today(status_count(view.executions_today));
        const int most = settings.limits.max_executions_per_day.value_or(0);
        out.set_executions_per_day(status_count(static_cast<std::uint64_t>(most)));
        for (const OtherOwner& other : settings_.gateway.other_owners) {
            if (other.follower == view.id) out.set_attestation(other.attestation);
        }
        out.set_orders_sent(status_count(follower.orders_sent));
        write(follower.decisions, out);
        for (const auto& notice : follower.notices) write(*notice, *out.add_last_notices());
    }

    std::string role_of(SessionIndex session) const {
        const auto carries = [&](const auto& account) { return account.session == session; };
        const bool leads = std::ranges::any_of(config().leaders, carries);
        const bool follows = std::ranges::any_of(config().followers, carries);
        return leads && follows ? "both" : leads ? "leader" : follows ? "follower" : "";
    }

    void write(SessionIndex index, pb::Session& out) const {
        const SessionConfig& session = settings_.sessions[index.index];
        const SessionStatus& status = picture_.sessions[index.index];
        out.set_id(session.id());
        out.set_role(role_of(index));
        out.set_connection(session.connection_type == ConnectionType::acceptor ? "acceptor"
                                                                               : "initiator");
        out.set_state(std::string(name(status.state)));
        out.set_next_out(status_count(static_cast<std::uint64_t>(status.next_number_out)));
        out.set_next_in(status_count(static_cast<std::uint64_t>(status.next_number_in)));
        out.set_last_error(status.last_error);
        out.set_peer(status.peer);
        if (status.connected_since.ns != 0) out.set_since(utc_text(status.connected_since));
    }

    void write(const KeptNotice& kept, pb::Notice& out) const {
        const Notice& notice = kept.notice;
        out.set_time(utc_text(kept.time));
        out.set_severity(std::string(name(notice.severity)));
        if (notice.reason != Reason::none) out.set_reason(std::string(name(notice.reason)));
        if (notice.follower) out.set_account(config().followers[notice.follower->index].account);
        if (!notice.follower && notice.leader) {
            out.set_account(config().leaders[notice.leader->index].account);
        }
        if (notice.instrument) out.set_instrument(instrument(*notice.instrument).symbol);
        out.set_text(notice.text);
    }

    const Picture& picture_;
    const Settings& settings_;
};

} // namespace

std::string sizing_in_words(const FollowerConfig& follower) {
    const std::string value = decimal_text(follower.sizing.value);
    std::string words;
    switch (follower.sizing.kind) {
    case SizingKind::fixed: words = "fixed " + value; break;
    case SizingKind::multiplier: words = "multiplier " + value; break;
    case SizingKind::percent_of_balance: words = value + " percent of balance"; break;
    }
    switch (follower.sizing.rounding) {
    case Rounding::down: words += ", rounded down"; break;
    case Rounding::nearest: words += ", rounded to the nearest"; break;
    case Rounding::up: words += ", rounded up"; break;
    }
    const Ratio most = follower.limits.max_contracts;
    return words + ", at most " + decimal_text(most) +
           (most == Ratio(1, 1) ? " contract" : " contracts");
}

status::v1::Status status_of(const Picture& picture) { return Writer(picture).write(); }

} // namespace lockstep
