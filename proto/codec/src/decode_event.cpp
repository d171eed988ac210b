#include "codec/journal_codec.hpp"

#include "wire_words.hpp"

#include <google/protobuf/arena.h>
#include <google/protobuf/unknown_field_set.h>

#include <algorithm>
#include <vector>

namespace lockstep {

namespace {

using namespace codec;

// Reads the parts of one event and remembers the first thing that is wrong; the values that it
// gives from then on do not count.
class Decoding {
  public:
    explicit Decoding(const Names& names) : names_(names) {}

    const std::string& wrong() const { return wrong_; }

    EventBody body(const wire::Event& message) {
        switch (message.body_case()) {
        case wire::Event::kStarted: return started(message.started());
        case wire::Event::kLeaderExecution: {
            const auto& part = message.leader_execution();
            return LeaderExecution{leader(part.leader()),
                                   execution(part.has_execution(), part.execution())};
        }
        case wire::Event::kFollowerExecution: {
            const auto& part = message.follower_execution();
            return FollowerExecution{follower(part.follower()),
                                     execution(part.has_execution(), part.execution())};
        }
        case wire::Event::kSessionChanged: {
            const auto& part = message.session_changed();
            require(part.has_up(), "whether the session is up");
            return SessionChanged{session(part.session()), part.up()};
        }
        case wire::Event::kMarkChanged: {
            const auto& part = message.mark_changed();
            require(part.has_price(), "the price of the mark");
            const InstrumentId id = instrument(part.instrument());
            return MarkChanged{id, price(id, part.price(), "mark"), session(part.session())};
        }
        case wire::Event::kLeaderBalance: {
            const auto& part = message.leader_balance();
            require(part.has_balance_units(), "the balance");
            return LeaderBalance{leader(part.leader()), Money(part.balance_units())};
        }
        case wire::Event::kFollowerBalance: {
            const auto& part = message.follower_balance();
            require(part.has_balance_units(), "the balance");
            return FollowerBalance{follower(part.follower()), Money(part.balance_units())};
        }
        case wire::Event::kLeaderPosition: return leader_position(message.leader_position());
        case wire::Event::kTimerFired: return TimerFired{};
        case wire::Event::kDayRolled: return DayRolled{follower(message.day_rolled().follower())};
        case wire::Event::kLeaderSessionEnded:
            return LeaderSessionEnded{leader(message.leader_session_ended().leader())};
        case wire::Event::kOrderNotSent: return order_not_sent(message.order_not_sent());
        case wire::Event::kOperatorCommand: return operator_command(message.operator_command());
        case wire::Event::kStopped: return Stopped{};
        case wire::Event::kEntriesHeld:
            require(message.entries_held().has_held(), "whether entries are held");
            return EntriesHeld{message.entries_held().held()};
        case wire::Event::kMassStatusEnded: return mass_status_ended(message.mass_status_ended());
        case wire::Event::kFollowerPosition: return follower_position(message.follower_position());
        case wire::Event::kPositionsAnswered:
            return positions_answered(message.positions_answered());
        case wire::Event::kWindowChanged: return window_changed(message.window_changed());
        case wire::Event::kLimitChanged: return limit_changed(message.limit_changed());
        case wire::Event::BODY_NOT_SET: break;
        }
        fail("it has no body that this version knows");
        return TimerFired{};
    }

  private:
    void fail(std::string what) {
        if (wrong_.empty()) wrong_ = std::move(what);
    }
    void require(bool there, std::string_view what) {
        if (!there) fail(std::string(what) + " is missing");
    }

    // The id that `find` knows `name` by.
    template <class Id>
    Id known(std::string_view what, const std::string& name, std::optional<Id> found) {
        if (name.empty()) {
            fail("the " + std::string(what) + " is missing");
        } else if (!found) {
            fail("the settings have no " + std::string(what) + " \"" + name + "\"");
        }
        return found.value_or(Id{});
    }
    LeaderId leader(const std::string& name) {
        return known("leader", name, names_.find_leader(name));
    }
    FollowerId follower(const std::string& name) {
        return known("follower", name, names_.find_follower(name));
    }
    SessionIndex session(const std::string& id) {
        return known("session", id, names_.find_session(id));
    }
    InstrumentId instrument(const std::string& symbol) {
        return known("instrument", symbol, names_.find_instrument(symbol));
    }

    template <class Rows, class Number>
    auto word(const Rows& rows, Number number, std::string_view what) {
        const auto found = from_wire(rows, number);
        if (!found) {
            fail("the " + std::string(what) + " has the unknown value " +
                 std::to_string(static_cast<int>(number)));
        }
        return found.value_or(rows.front().first);
    }

    template <std::size_t N>
    void text(const std::string& from, Text<N>& to, std::string_view what) {
        if (!Text<N>::fits(from)) {
            fail("the " + std::string(what) + " is longer than " + std::to_string(N) + " bytes");
        } else {
            to = from;
        }
    }

    Quantity quantity(std::int64_t lots, std::string_view what) {
        if (lots < 0) fail("the " + std::string(what) + " is negative");
        return Quantity(lots);
    }

    lockstep::Price price(InstrumentId id, const wire::Price& message, std::string_view what) {
        constexpr int scale_max = 18; // of proto/decimal.hpp
        if (!wrong_.empty()) return {};
        const Instrument& of = names_.instrument(id);
        if (message.scale() > scale_max) {
            fail("the " + std::string(what) + " has more than 18 decimals");
            return {};
        }
        const auto power_of_ten = [](int exponent) {
            Int128 power = 1;
            for (int i = 0; i < exponent; ++i) power *= 10;
            return power;
        };
        const int scale = static_cast<int>(message.scale());
        const Int128 value = Int128{message.mantissa()} * power_of_ten(of.tick_size.scale);
        const Int128 tick = Int128{of.tick_size.mantissa} * power_of_ten(scale);
        const Int128 ticks = value / tick;
        // Both forms of a price must fit: ticks, and the mantissa at the scale of the tick.
        const auto fits = [](Int128 number) { return number <= INT64_MAX && number >= INT64_MIN; };
        if (value % tick != 0 || !fits(ticks) || !fits(ticks * of.tick_size.mantissa)) {
            fail("the " + std::string(what) + " " + Decimal{message.mantissa(), scale}.str() +
                 " is not a multiple of " + of.symbol + "'s tick " + of.tick_size.str());
            return {};
        }
        return lockstep::Price(static_cast<std::int64_t>(ticks));
    }

    OrderTerms terms(InstrumentId id, const wire::OrderTerms& message) {
        OrderTerms terms;
        terms.side = word(sides, message.side(), "side");
        terms.type = word(order_types, message.type(), "order type");
        terms.time_in_force = word(times_in_force, message.time_in_force(), "time in force");
        if (message.has_price()) terms.price = price(id, message.price(), "price");
        if (message.has_stop_price()) {
            terms.stop_price = price(id, message.stop_price(), "stop price");
        }
        return terms;
    }

    ExecutionEvent execution(bool there, const wire::Execution& message) {
        ExecutionEvent execution;
        require(there, "the execution");
        execution.kind = word(exec_kinds, message.kind(), "kind of execution");
        execution.msg_seq_num = message.msg_seq_num();
        execution.poss_dup = message.poss_dup();
        execution.poss_resend = message.poss_resend();
        execution.transact_time = Timestamp(message.transact_time_ns());
        text(message.order_key(), execution.order_key, "order key");
        text(message.cl_ord_id(), execution.cl_ord_id, "ClOrdID");
        text(message.orig_cl_ord_id(), execution.orig_cl_ord_id, "OrigClOrdID");
        text(message.exec_key(), execution.exec_key, "execution key");
        text(message.exec_ref_key(), execution.exec_ref_key, "referred execution key");
        execution.instrument = instrument(message.instrument());
        require(message.has_terms(), "what the order asks for");
        execution.terms = terms(execution.instrument, message.terms());
        execution.order_qty = quantity(message.order_qty(), "order quantity");
        execution.last_qty = quantity(message.last_qty(), "last quantity");
        if (message.has_last_price()) {
            execution.last_price = price(execution.instrument, message.last_price(), "last price");
        }
        execution.cum_qty = quantity(message.cum_qty(), "cumulated quantity");
        execution.leaves_qty = quantity(message.leaves_qty(), "remaining quantity");
        if (message.ord_status() > UINT8_MAX) fail("the order status is no character");
        execution.ord_status = static_cast<char>(message.ord_status());
        execution.text = message.text();
        return execution;
    }

    static Started started(const wire::Started& message) {
        return {message.settings_digest(), message.version(), message.epoch(),
                message.state_version()};
    }
    LeaderPosition leader_position(const wire::LeaderPosition& message) {
        require(message.has_net(), "the position");
        return {leader(message.leader()), instrument(message.instrument()), Position(message.net()),
                message.stated_by_operator()};
    }
    OrderNotSent order_not_sent(const wire::OrderNotSent& message) {
        OrderNotSent body{follower(message.follower()), {}};
        require(!message.cl_ord_id().empty(), "the ClOrdID");
        text(message.cl_ord_id(), body.cl_ord_id, "ClOrdID");
        return body;
    }
    MassStatusEnded mass_status_ended(const wire::MassStatusEnded& message) {
        MassStatusEnded body{follower(message.follower()), {}, message.refused()};
        require(!message.request_id().empty(), "the request's id");
        text(message.request_id(), body.request_id, "request's id");
        return body;
    }
    FollowerPosition follower_position(const wire::FollowerPosition& message) {
        require(message.has_net(), "the position");
        return {follower(message.follower()), instrument(message.instrument()),
                Position(message.net())};
    }
    PositionsAnswered positions_answered(const wire::PositionsAnswered& message) {
        PositionsAnswered body{
            follower(message.follower()), {}, message.reports(), message.refused()};
        require(!message.request_id().empty(), "the request's id");
        text(message.request_id(), body.request_id, "request's id");
        return body;
    }
    WindowChanged window_changed(const wire::WindowChanged& message) {
        return {follower(message.follower()), word(windows, message.window(), "window")};
    }
    LimitChanged limit_changed(const wire::LimitChanged& message) {
        LimitChanged body;
        body.follower = follower(message.follower());
        body.limit = word(limit_kinds, message.limit(), "limit");
        if (message.has_value()) {
            const std::int64_t above = message.value().numerator();
            const std::int64_t below = message.value().denominator();
            const bool is_ratio = above > 0 && below > 0;
            if (!is_ratio) fail("the limit's value is not above zero");
            body.value = is_ratio ? Ratio(above, below) : Ratio(1, 1);
        }
        body.who = message.who();
        body.reason = message.reason();
        return body;
    }
    OperatorCommand operator_command(const wire::OperatorCommand& message) {
        OperatorCommand body;
        body.action = word(operator_actions, message.action(), "operator's action");
        if (message.has_follower()) body.follower = follower(message.follower());
        if (message.has_group()) body.group = leader(message.group());
        body.who = message.who();
        body.reason = message.reason();
        return body;
    }

    const Names& names_;
    std::string wrong_;
};

// Whether any part of the message holds a field that this version does not know.
bool has_unknown_fields(const google::protobuf::Message& message) {
    const auto& reflection = *message.GetReflection();
    if (!reflection.GetUnknownFields(message).empty()) return true;
    std::vector<const google::protobuf::FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    for (const auto* field : fields) {
        if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
        if (has_unknown_fields(reflection.GetMessage(message, field))) return true;
    }
    return false;
}

constexpr std::string_view no_record = "these bytes are no journal event";

int scale_of(const wire::Price& price) { return static_cast<int>(std::min(price.scale(), 18U)); }

void learn_execution(const wire::Execution& execution, Names& names) {
    if (execution.instrument().empty()) return;
    names.learn_instrument(execution.instrument(), scale_of(execution.last_price()));
    names.learn_instrument(execution.instrument(), scale_of(execution.terms().price()));
    names.learn_instrument(execution.instrument(), scale_of(execution.terms().stop_price()));
}

} // namespace

Result<Event> decode(std::string_view bytes, const Names& names) {
    google::protobuf::Arena arena;
    auto& message = *google::protobuf::Arena::CreateMessage<wire::Event>(&arena);
    if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
        return failure(std::string(no_record));
    }
    const auto refuse = [&](const std::string& why) {
        return failure("journal event " + std::to_string(message.sequence()) + ": " + why);
    };
    if (message.sequence() == 0) return refuse("it has no sequence number");
    if (!message.has_time_ns()) return refuse("its time is missing");
    if (has_unknown_fields(message))
        return refuse("it has a field that this version does not know");
    Decoding decoding(names);
    Event event{message.sequence(), Timestamp(message.time_ns()), decoding.body(message)};
    if (!decoding.wrong().empty()) return refuse(decoding.wrong());
    return event;
}

Result<void> learn_names(std::string_view bytes, Names& names) {
    wire::Event message;
    if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
        return failure(std::string(no_record));
    }
    const auto leader = [&](const std::string& name) {
        if (!name.empty()) names.learn_leader(name);
    };
    const auto follower = [&](const std::string& name) {
        if (!name.empty()) names.learn_follower(name);
    };
    // A body that is not there reads as its defaults, and those are empty.
    leader(message.leader_execution().leader());
    learn_execution(message.leader_execution().execution(), names);
    follower(message.follower_execution().follower());
    learn_execution(message.follower_execution().execution(), names);
    if (const auto& id = message.session_changed().session(); !id.empty()) names.learn_session(id);
    if (const auto& mark = message.mark_changed(); !mark.instrument().empty()) {
        names.learn_instrument(mark.instrument(), scale_of(mark.price()));
    }
    leader(message.leader_balance().leader());
    follower(message.follower_balance().follower());
    leader(message.leader_position().leader());
    if (const auto& symbol = message.leader_position().instrument(); !symbol.empty()) {
        names.learn_instrument(symbol, 0);
    }
    follower(message.day_rolled().follower());
    leader(message.leader_session_ended().leader());
    follower(message.order_not_sent().follower());
    follower(message.mass_status_ended().follower());
    follower(message.follower_position().follower());
    if (const auto& symbol = message.follower_position().instrument(); !symbol.empty()) {
        names.learn_instrument(symbol, 0);
    }
    follower(message.positions_answered().follower());
    follower(message.window_changed().follower());
    follower(message.limit_changed().follower());
    follower(message.operator_command().follower());
    leader(message.operator_command().group());
    return {};
}

} // namespace lockstep
