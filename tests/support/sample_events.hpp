// Events for tests: one of every kind by hand, and any number of random ones from a seed.
#pragma once

#include "codec/names.hpp"
#include "proto/events.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace lockstep::test {

inline Instrument instrument(std::string symbol, std::string_view tick, std::string_view value) {
    Instrument made;
    made.symbol = std::move(symbol);
    made.tick_size = *Decimal::parse(tick);
    made.tick_value = *Money::parse(value);
    return made;
}

inline NameLists sample_lists() {
    return {{instrument("ES", "0.25", "12.50"), instrument("MES", "0.25", "1.25"),
             instrument("ZT", "0.00390625", "7.8125"), instrument("FDAX", "1", "25")},
            {"LEAD1", "LEAD2"},
            {"F50K", "F100K", "F\xD6ST"},
            {"FIX.4.4:LOCKSTEP->LEADER", "FIX.4.4:LOCKSTEP->BROKER1"}};
}

// A fill with every field set to a value of its own.
inline ExecutionEvent full_execution() {
    ExecutionEvent it;
    it.kind = ExecKind::fill;
    it.msg_seq_num = 12;
    it.poss_dup = true;
    it.poss_resend = true;
    it.transact_time = Timestamp(1'785'245'400'000'000'123);
    it.order_key = "O1";
    it.cl_ord_id = "C2";
    it.orig_cl_ord_id = "C1";
    it.exec_key = "E7";
    it.exec_ref_key = "E6";
    it.instrument = InstrumentId{1};
    it.terms = {Side::sell, OrderType::stop_limit, TimeInForce::gtd, Price(18002), Price(18004)};
    it.order_qty = Quantity(5);
    it.last_qty = Quantity(2);
    it.last_price = Price(18001);
    it.cum_qty = Quantity(3);
    it.leaves_qty = Quantity(1);
    it.ord_status = '1';
    it.text = std::string("caf\xE9 \"5\" \x01", 10);
    return it;
}

inline std::vector<EventBody> one_of_every_kind() {
    const FollowerId second{1};
    return {
        Started{"9f86d081", "0.1.0", 1'785'245'400},
        Started{"9f86d081", "0.1.0", 1'785'245'400, 3},
        LeaderExecution{LeaderId{1}, full_execution()},
        FollowerExecution{second, full_execution()},
        SessionChanged{SessionIndex{1}, true},
        SessionChanged{SessionIndex{0}, false},
        MarkChanged{InstrumentId{2}, Price(-3), SessionIndex{1}},
        LeaderBalance{LeaderId{0}, Money::of(150'000)},
        FollowerBalance{second, Money(-7)},
        LeaderPosition{LeaderId{1}, InstrumentId{0}, Position(-4), true},
        TimerFired{},
        DayRolled{second},
        LeaderSessionEnded{LeaderId{1}},
        OrderNotSent{second, "L1-42"},
        OperatorCommand{OperatorAction::pause, second, std::nullopt, "anna", "news"},
        OperatorCommand{OperatorAction::flatten, std::nullopt, LeaderId{1}, "anna", ""},
        OperatorCommand{OperatorAction::halt, std::nullopt, std::nullopt, "", "all out"},
        OperatorCommand{OperatorAction::observe, std::nullopt, std::nullopt, "lockstep", "crashes"},
        Stopped{},
        EntriesHeld{true},
        EntriesHeld{false},
        MassStatusEnded{second, "TWO-rz-1"},
        MassStatusEnded{second, "TWO-rz-2", true},
        FollowerPosition{second, InstrumentId{0}, Position(-4)},
        PositionsAnswered{second, "TWO-rz-3", 2},
        PositionsAnswered{second, "TWO-rz-4", 0, true},
        WindowChanged{second, Window::flat_by},
        LimitChanged{second, LimitKind::daily_loss, Ratio(90'000'000'000, 1), "anna", "tired"},
        LimitChanged{second, LimitKind::max_notional, {}, "anna", ""},
    };
}

// Random events over `sample_lists`, ends of ranges and empty fields included.
class RandomEvents {
  public:
    explicit RandomEvents(std::uint64_t seed) : random_(seed) {}

    Event next(std::uint64_t sequence) {
        return {sequence, Timestamp(number(INT64_MIN, INT64_MAX)), body()};
    }
    std::int64_t number(std::int64_t from, std::int64_t to) {
        return std::uniform_int_distribution<std::int64_t>(from, to)(random_);
    }

  private:
    bool coin() { return number(0, 1) == 1; }
    std::uint32_t below(std::uint32_t count) {
        return static_cast<std::uint32_t>(number(0, count - 1));
    }
    template <class Word> Word word(int count) { return static_cast<Word>(number(0, count - 1)); }
    std::string text(std::size_t size_max) {
        std::string made(static_cast<std::size_t>(number(0, static_cast<int>(size_max))), '\0');
        for (char& c : made) c = static_cast<char>(number(-128, 127));
        return made;
    }
    template <std::size_t N> Text<N> id() {
        return coin() ? Text<N>(text(N)) : Text<N>(std::string(N, 'x'));
    }
    Price price() { return Price(number(-1'000'000'000'000, 1'000'000'000'000)); }
    Quantity quantity() { return Quantity(coin() ? number(0, 10) : number(0, INT64_MAX)); }
    InstrumentId instrument_id() { return {below(4)}; }
    LeaderId leader() { return {below(2)}; }
    FollowerId follower() { return {below(3)}; }

    OrderTerms terms() {
        OrderTerms made{word<Side>(2), word<OrderType>(4), word<TimeInForce>(5), {}, {}};
        if (coin()) made.price = price();
        if (coin()) made.stop_price = price();
        return made;
    }
    ExecutionEvent execution() {
        ExecutionEvent it;
        it.kind = word<ExecKind>(15);
        it.msg_seq_num = static_cast<std::uint64_t>(number(0, INT64_MAX));
        it.poss_dup = coin();
        it.poss_resend = coin();
        it.transact_time = Timestamp(number(INT64_MIN, INT64_MAX));
        it.order_key = id<64>();
        it.cl_ord_id = id<36>();
        it.orig_cl_ord_id = id<36>();
        it.exec_key = id<80>();
        it.exec_ref_key = id<80>();
        it.instrument = instrument_id();
        it.terms = terms();
        it.order_qty = quantity();
        it.last_qty = quantity();
        it.last_price = price();
        it.cum_qty = quantity();
        it.leaves_qty = quantity();
        it.ord_status = static_cast<char>(number(-128, 127));
        it.text = text(60);
        return it;
    }
    OperatorCommand command() {
        OperatorCommand made{word<OperatorAction>(7), {}, {}, text(20), text(20)};
        if (coin()) made.follower = follower();
        if (coin()) made.group = leader();
        return made;
    }
    EventBody body() {
        switch (below(20)) {
        case 0:
            return Started{text(64), text(10), static_cast<std::uint64_t>(number(0, INT64_MAX)),
                           below(UINT32_MAX)};
        case 1: return LeaderExecution{leader(), execution()};
        case 2: return FollowerExecution{follower(), execution()};
        case 3: return SessionChanged{{below(2)}, coin()};
        case 4: return MarkChanged{instrument_id(), price(), {below(2)}};
        case 5: return LeaderBalance{leader(), Money(number(INT64_MIN, INT64_MAX))};
        case 6: return FollowerBalance{follower(), Money(number(INT64_MIN, INT64_MAX))};
        case 7:
            return LeaderPosition{leader(), instrument_id(), Position(number(INT64_MIN, INT64_MAX)),
                                  coin()};
        case 8: return TimerFired{};
        case 9: return DayRolled{follower()};
        case 10: return LeaderSessionEnded{leader()};
        case 11: return OrderNotSent{follower(), "L" + std::to_string(number(1, INT64_MAX))};
        case 12: return Stopped{};
        case 13: return EntriesHeld{coin()};
        case 14:
            return MassStatusEnded{follower(), "M" + std::to_string(number(1, INT64_MAX)), coin()};
        case 15:
            return FollowerPosition{follower(), instrument_id(),
                                    Position(number(INT64_MIN, INT64_MAX))};
        case 16:
            return PositionsAnswered{follower(), "P" + std::to_string(number(1, INT64_MAX)),
                                     below(UINT32_MAX), coin()};
        case 17: return WindowChanged{follower(), word<Window>(7)};
        case 18: {
            LimitChanged made{follower(), word<LimitKind>(9), {}, text(20), text(20)};
            if (coin()) made.value = Ratio(number(1, INT64_MAX), number(1, 1000));
            return made;
        }
        default: return command();
        }
    }

    std::mt19937_64 random_;
};

} // namespace lockstep::test
