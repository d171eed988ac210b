// Replace and cancel: what keeps its place, and what is refused.
#include "unit/matching/play.hpp"

namespace lockstep::sim {
namespace {

// Two bids of 3 at 100, `a` before `b`; `replace` is done to a; then one contract is sold.
std::string who_is_hit_after(std::string_view replace) {
    Play play;
    play.request("a buy 3 limit 100");
    play.request("b buy 3 limit 100");
    play.request(replace);
    return play.request("x sell 1 limit 100");
}

constexpr std::string_view a_is_hit = "x accepted; x takes 1 @ 100, 0 left; a gives 1 @ 100, ";
constexpr std::string_view b_is_hit = "x accepted; x takes 1 @ 100, 0 left; b gives 1 @ 100, ";

} // namespace

TEST(Replace, KeepsThePlaceOnlyWhenItDoesNotGrowAtTheSamePrice) {
    struct {
        std::string_view replace;
        std::string_view hit;
    } const rows[] = {
        {"replace a buy 2 limit 100", a_is_hit},     // smaller
        {"replace a buy 3 limit 100", a_is_hit},     // the same
        {"replace a buy 2 limit 100 gtc", a_is_hit}, // for longer
        {"replace a buy 4 limit 100", b_is_hit},     // larger
        {"replace a buy 2 limit 99", b_is_hit},      // smaller elsewhere
    };
    for (const auto& row : rows) {
        EXPECT_TRUE(who_is_hit_after(row.replace).starts_with(row.hit)) << row.replace;
    }
}

TEST(Replace, ThereAndBackLosesThePlace) {
    Play().rows({
        {"a buy 1 limit 100", "a accepted"},
        {"b buy 1 limit 100", "b accepted"},
        {"replace a buy 1 limit 99", "a replaced: buy limit 99, 1 of 1 left"},
        {"replace a buy 1 limit 100", "a replaced: buy limit 100, 1 of 1 left"},
        {"x sell 1 limit 100", "x accepted; x takes 1 @ 100, 0 left; b gives 1 @ 100, 0 left"},
    });
}

TEST(Replace, IntoTheOtherSideTrades) {
    Play().rows({
        {"a sell 2 limit 102", "a accepted"},
        {"b buy 3 limit 99", "b accepted"},
        {"replace b buy 3 limit 102", "b replaced: buy limit 102, 3 of 3 left; "
                                      "b takes 2 @ 102, 1 left; a gives 2 @ 102, 0 left"},
    });
}

TEST(Replace, TotalCountsTheFills) {
    Play().rows({
        {"a buy 5 limit 100", "a accepted"},
        {"x sell 2 limit 100", "x accepted; x takes 2 @ 100, 0 left; a gives 2 @ 100, 3 left"},
        {"replace a buy 4 limit 100", "a replaced: buy limit 100, 2 of 4 left"},
        {"replace a buy 6 limit 100", "a replaced: buy limit 100, 4 of 6 left"},
    });
}

TEST(Replace, ToWhatIsFilledEndsTheOrder) {
    for (const std::string_view replace :
         {"replace a buy 2 limit 101", "replace a buy 1 limit 101"}) {
        Play().rows({
            {"a buy 5 limit 100", "a accepted"},
            {"x sell 2 limit 100", "x accepted; x takes 2 @ 100, 0 left; a gives 2 @ 100, 3 left"},
            {replace, "a replaced: buy limit 101, 0 of 2 left"},
            {"cancel a", "cancel of a rejected: too late"},
            {"y sell 1 limit 100 ioc", "y accepted; y canceled: rest of immediate or cancel"},
        });
    }
}

TEST(Replace, RefusalsChangeNothing) {
    Play().rows({
        {"a buy 3 limit 100", "a accepted"},
        {"b buy 3 limit 100", "b accepted"},
        {"replace a sell 3 limit 100", "replace of a rejected: side changed"},
        {"replace a buy 3 market", "replace of a rejected: type changed"},
        {"replace a buy 3 stop 105", "replace of a rejected: type changed"},
        {"replace a buy 3 limit 100 ioc", "replace of a rejected: time in force unsupported"},
        {"replace a buy 3 limit 100 fok", "replace of a rejected: time in force unsupported"},
        {"replace a buy 3 limit 100 gtd", "replace of a rejected: time in force unsupported"},
        {"replace a buy 0 limit 100", "replace of a rejected: quantity not positive"},
        {"replace a buy 101 limit 100", "replace of a rejected: quantity above maximum"},
        {"replace a buy 3 limit -", "replace of a rejected: price missing"},
        {"replace a buy 3 limit 1000000001", "replace of a rejected: price out of range"},
        {"x sell 4 limit 100", "x accepted; x takes 3 @ 100, 1 left; a gives 3 @ 100, 0 left; "
                               "x takes 1 @ 100, 0 left; b gives 1 @ 100, 2 left"},
    });
}

TEST(Cancel, TakesTheRestOutOfTheBook) {
    Play play;
    play.rows({
        {"a buy 5 limit 100", "a accepted"},
        {"x sell 2 limit 100", "x accepted; x takes 2 @ 100, 0 left; a gives 2 @ 100, 3 left"},
        {"cancel a", "a canceled: requested"},
        {"y sell 1 limit 100 ioc", "y accepted; y canceled: rest of immediate or cancel"},
    });
    EXPECT_EQ(play.exchange().best(InstrumentId{0}, Side::buy), std::nullopt);
    EXPECT_EQ(play.exchange().find(play.id("a")), nullptr);
}

TEST(Cancel, TooLateOnceTheOrderHasEnded) {
    Play().rows({
        {"filled buy 1 limit 100", "filled accepted"},
        {"x sell 1 limit 100", "x accepted; x takes 1 @ 100, 0 left; filled gives 1 @ 100, 0 left"},
        {"cancel filled", "cancel of filled rejected: too late"},
        {"replace filled buy 2 limit 100", "replace of filled rejected: too late"},
        {"gone buy 1 limit 99", "gone accepted"},
        {"cancel gone", "gone canceled: requested"},
        {"cancel gone", "cancel of gone rejected: too late"},
    });
}

TEST(Cancel, UnknownWhenItWasNeverAccepted) {
    Exchange exchange({es_listing()});
    std::vector<MarketEvent> events;
    exchange.cancel(OrderId{1}, Timestamp(3), events);
    exchange.cancel(OrderId{}, Timestamp(4), events);
    exchange.replace({OrderId{9}, {}, Quantity(1)}, Timestamp(5), events);
    const std::vector<MarketEvent> expected = {
        CancelRejected{Timestamp(3), OrderId{1}, RequestKind::cancel, Refusal::unknown_order},
        CancelRejected{Timestamp(4), OrderId{}, RequestKind::cancel, Refusal::unknown_order},
        CancelRejected{Timestamp(5), OrderId{9}, RequestKind::replace, Refusal::unknown_order},
    };
    EXPECT_TRUE(events == expected);
}

TEST(Cancel, ByTheVenueSaysSo) {
    Play play;
    play.request("a buy 1 limit 100");
    std::vector<MarketEvent> events;
    play.exchange().cancel(play.id("a"), Timestamp(9), events, CancelCause::by_venue);
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(std::get<OrderReport>(events[0]).kind, ReportKind::canceled);
    EXPECT_EQ(std::get<OrderReport>(events[0]).cause, CancelCause::by_venue);
    EXPECT_EQ(std::get<TopOfBook>(events[1]).bid, std::nullopt);
}

} // namespace lockstep::sim
