// A saved state that is not what it was: refused, or at worst another state, never undefined.
#include "proto/archive.hpp"
#include "risk/exposure.hpp"
#include "risk/ledger.hpp"
#include "risk/loss_watch.hpp"
#include "router/child_order.hpp"
#include "router/router.hpp"

#include <gtest/gtest.h>

#include <string>

namespace lockstep {
namespace {

RouterConfig one_follower() {
    RouterConfig config;
    Instrument instrument;
    instrument.symbol = "ES";
    instrument.tick_size = Decimal{1, 0};
    instrument.tick_value = Money::of(1);
    config.instruments = {instrument};
    config.sessions.resize(2);
    config.leaders.resize(1);
    config.leaders[0].account = "LEAD";
    config.leaders[0].start_flat = true;
    config.followers.resize(1);
    FollowerConfig& follower = config.followers[0];
    follower.account = "A";
    follower.session = SessionIndex{1};
    follower.balance = Money::of(50'000);
    follower.map = {{InstrumentId{0}, InstrumentId{0}, Ratio(1, 1)}};
    follower.limits.max_contracts = Ratio(10, 1);
    follower.limits.contract_weight = {Ratio(1, 1)};
    return config;
}

// A leader who works one order and has filled another, and a follower in the middle of copying.
class Morning {
  public:
    Morning() {
        step(Started{"digest", "test", 36});
        step(SessionChanged{SessionIndex{0}, true});
        step(SessionChanged{SessionIndex{1}, true});
        leader(ExecKind::accepted, "resting", OrderType::limit);
        leader(ExecKind::fill, "market", OrderType::market);
    }
    std::string saved() const { return router.saved(); }
    void step(EventBody body) {
        now = now + Duration::milliseconds(1);
        router.step(Event{++sequence, now, std::move(body)}, out);
    }

    Router router{one_follower()};
    std::vector<Command> out;
    Timestamp now{1'785'245'400'000'000'000};
    std::uint64_t sequence = 0;

  private:
    void leader(ExecKind kind, const std::string& key, OrderType type) {
        ExecutionEvent event;
        event.kind = kind;
        event.order_key = key;
        event.exec_key = key;
        event.terms.type = type;
        if (type == OrderType::limit) event.terms.price = Price(90);
        event.order_qty = event.last_qty = Quantity(2);
        event.last_price = Price(100);
        event.transact_time = now;
        step(LeaderExecution{LeaderId{0}, event});
    }
};

// With its own hash made right, so that what lies below is tried too.
std::string with_right_hash(std::string bytes) {
    bytes.resize(bytes.size() - sizeof(std::uint64_t));
    HashSink hash;
    hash.text(bytes);
    ByteSink(bytes).number(hash.value(), sizeof(std::uint64_t));
    return bytes;
}

TEST(SavedState, OfAnEmptyRouterIsAFreshOne) {
    const Router empty(one_follower());
    const std::string bytes = empty.saved();
    Morning morning;
    ASSERT_NE(morning.router.state_hash(), empty.state_hash());
    ASSERT_TRUE(morning.router.load(bytes));
    EXPECT_EQ(morning.router.state_hash(), empty.state_hash());
}

TEST(SavedState, IsRefusedWhenAnyBitOrByteIsWrong) {
    const std::string good = Morning().saved();
    Router router(one_follower());
    const std::uint64_t before = router.state_hash();
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        std::string bad = good;
        bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << (bit % 8)));
        ASSERT_FALSE(router.load(bad)) << "bit " << bit;
    }
    for (std::size_t size = 0; size < good.size(); ++size) {
        ASSERT_FALSE(router.load(std::string_view(good).substr(0, size))) << size << " bytes";
    }
    ASSERT_FALSE(router.load(good + "x"));
    EXPECT_EQ(router.state_hash(), before) << "a refused state changes nothing";
    ASSERT_TRUE(router.load(good));
}

TEST(SavedState, WithARightHashAndWrongBytesIsAnErrorOrAState) {
    const std::string good = Morning().saved();
    std::size_t refused = 0;
    std::size_t taken = 0;
    const auto attempt = [&](const std::string& bad) {
        Router router(one_follower());
        const auto loaded = router.load(bad);
        (loaded ? taken : refused) += 1;
        if (!loaded) return;
        EXPECT_EQ(router.saved().size(), bad.size());
    };
    for (std::size_t at = 0; at + sizeof(std::uint64_t) < good.size(); ++at) {
        for (const int byte : {0x00, 0x01, 0x7F, 0x80, 0xFF}) {
            std::string bad = good;
            bad[at] = static_cast<char>(byte);
            attempt(with_right_hash(bad));
        }
        attempt(with_right_hash(good.substr(0, at) + "12345678"));
    }
    EXPECT_GT(refused, good.size());
    EXPECT_GT(taken, 0U);
}

TEST(SavedState, OfAnotherVersionIsRefusedByItsName) {
    std::string other = Morning().saved();
    other[0] = static_cast<char>(Router::state_version + 1);
    Router router(one_follower());
    EXPECT_EQ(router.load(with_right_hash(other)).error().what,
              "the state has version " + std::to_string(Router::state_version + 1) +
                  ", this Lockstep has version " + std::to_string(Router::state_version));
}

TEST(SavedState, OfOtherTablesIsRefused) {
    RouterConfig larger = one_follower();
    larger.sessions.resize(3);
    Router router(larger);
    const auto loaded = router.load(Morning().saved());
    ASSERT_FALSE(loaded);
    EXPECT_NE(loaded.error().what.find("another size than the settings give"), std::string::npos);
}

TEST(SavedState, DiffersAfterEveryEventThatMatters) {
    Morning morning;
    const std::uint64_t before = morning.router.state_hash();
    morning.step(SessionChanged{SessionIndex{1}, false});
    EXPECT_NE(morning.router.state_hash(), before);
}

// Two mornings that left nothing alive differ by what has been.
TEST(SavedState, HashesWhatWasFiledAway) {
    const auto hash_after = [](const char* key, Side side) {
        Morning morning;
        ExecutionEvent cancelled;
        cancelled.kind = ExecKind::rejected;
        cancelled.order_key = key;
        cancelled.exec_key = key;
        cancelled.terms.side = side;
        cancelled.order_qty = Quantity(1);
        morning.step(LeaderExecution{LeaderId{0}, cancelled});
        return morning.router.state_hash();
    };
    EXPECT_EQ(hash_after("one", Side::buy), hash_after("one", Side::buy));
    EXPECT_NE(hash_after("one", Side::buy), hash_after("two", Side::buy));
    EXPECT_NE(hash_after("one", Side::buy), hash_after("one", Side::sell));
}

// Stands for a value of any type, and so counts the fields of a struct.
struct Anything {
    template <class T> operator T() const;
};
template <class T, class... Given> constexpr std::size_t fields_of() {
    if constexpr (requires { T{Given{}..., Anything{}}; }) {
        return fields_of<T, Given..., Anything>();
    } else {
        return sizeof...(Given);
    }
}

struct Counter {
    std::size_t count = 0;
    void operator()(const auto&... fields) { count += sizeof...(fields); }
    void check(const auto&, std::string_view) {}
};
template <class T> std::size_t archived_fields_of() {
    const T value{};
    Counter counter;
    T::fields(value, counter);
    return counter.count;
}

template <class T> void expect_every_field_is_archived() {
    EXPECT_EQ(archived_fields_of<T>(), fields_of<T>()) << __PRETTY_FUNCTION__;
}

// Whoever gives one of these a new field, and forgets its list, is told here.
TEST(SavedState, HasEveryFieldOfItsParts) {
    expect_every_field_is_archived<OrderTerms>();
    expect_every_field_is_archived<Exposure>();
    expect_every_field_is_archived<PositionLedger>();
    expect_every_field_is_archived<Breach>();
    expect_every_field_is_archived<SeenExecution>();
    expect_every_field_is_archived<LeaderOrder>();
    expect_every_field_is_archived<LeaderInstrument>();
    expect_every_field_is_archived<ChildOrder>();
}

} // namespace
} // namespace lockstep
