// What an account has made, exactly: by hand, and against the average-price way of counting over
// random fills, busts and marks.
#include "risk/ledger.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

namespace lockstep {
namespace {

constexpr InstrumentId es{0};
constexpr InstrumentId zt{1};
constexpr Timestamp now(1'785'245'400'000'000'000);

// A tick of ES is worth 12.50, one of ZT 7.8125.
std::vector<Instrument> instruments() {
    std::vector<Instrument> made(2);
    made[es.index].symbol = "ES";
    made[es.index].tick_value = *Money::parse("12.50");
    made[zt.index].symbol = "ZT";
    made[zt.index].tick_value = *Money::parse("7.8125");
    return made;
}

TEST(Ledger, counts_every_fill_and_every_mark) {
    struct Row {
        std::string happens;
        char what; // b buys, s sells, x takes a buy back, y takes a sale back, m is a mark
        std::int64_t lots;
        std::int64_t ticks;
        std::int64_t net;
        std::string equity;
    };
    const std::vector<Row> rows{
        {"a purchase costs its commission", 'b', 2, 100, 2, "49996.00"},
        {"the next trade marks the first", 'b', 1, 104, 3, "50094.00"},
        {"half of it is sold with a gain", 's', 2, 108, 1, "50240.00"},
        {"it turns over", 's', 3, 100, -2, "50134.00"},
        {"the market marks it", 'm', 0, 96, -2, "50234.00"},
        {"from now on trades do not", 's', 1, 92, -3, "50182.00"},
        {"a price of zero", 'm', 0, 0, -3, "53782.00"},
        {"a price below zero", 'm', 0, -4, -3, "53932.00"},
        {"it buys below zero", 'b', 3, -8, 0, "54076.00"},
        {"flat, marks change nothing", 'm', 0, 1'000, 0, "54076.00"},
        {"a sale is busted", 'y', 1, 92, 1, "65428.00"},
        {"a purchase is busted", 'x', 1, -8, 0, "52830.00"},
    };
    const auto table = instruments();
    AccountLedger ledger(table, Money::of(50'000), Money::of(2));
    for (const Row& row : rows) {
        const Quantity lots(row.lots);
        const Price price(row.ticks);
        switch (row.what) {
        case 'b': ledger.fill(es, Side::buy, lots, price, now); break;
        case 's': ledger.fill(es, Side::sell, lots, price, now); break;
        case 'x': ledger.unfill(es, Side::buy, lots, price); break;
        case 'y': ledger.unfill(es, Side::sell, lots, price); break;
        default: ledger.mark(es, price, now); break;
        }
        EXPECT_EQ(ledger.net(es).net, row.net) << row.happens;
        EXPECT_EQ(ledger.equity().str(), row.equity) << row.happens;
    }
    EXPECT_EQ(ledger.balance(), Money::of(50'000));
}

TEST(Ledger, says_which_marks_change_equity) {
    const auto table = instruments();
    AccountLedger ledger(table, Money::of(1'000), Money());
    EXPECT_EQ(ledger.mark_of(es), std::nullopt);
    EXPECT_FALSE(ledger.mark(es, Price(100), now)) << "nothing is held";
    EXPECT_EQ(ledger.mark_of(es), Price(100));
    ledger.fill(es, Side::buy, Quantity(1), Price(90), now);
    EXPECT_EQ(ledger.mark_of(es), Price(100)) << "the market's price stays";
    EXPECT_EQ(ledger.equity(), Money::of(1'125));
    EXPECT_FALSE(ledger.mark(es, Price(100), now)) << "the same price";
    EXPECT_TRUE(ledger.mark(es, Price(101), now));
    EXPECT_FALSE(ledger.mark(zt, Price(5), now)) << "of another instrument";
    EXPECT_EQ(ledger.equity(), *Money::parse("1137.50"));
}

TEST(Ledger, takes_no_price_from_a_bust) {
    const auto table = instruments();
    AccountLedger ledger(table, Money(), Money());
    ledger.fill(es, Side::buy, Quantity(1), Price(100), now);
    ledger.fill(es, Side::buy, Quantity(1), Price(110), now);
    ledger.unfill(es, Side::buy, Quantity(1), Price(100));
    EXPECT_EQ(ledger.mark_of(es), Price(110));
    EXPECT_EQ(ledger.equity(), Money());
    ledger.unfill(es, Side::buy, Quantity(1), Price(110));
    EXPECT_EQ(ledger.equity(), Money());
}

TEST(Ledger, counts_a_broken_price_as_at_most_a_hundred_thousand_million) {
    const auto table = instruments();
    AccountLedger ledger(table, Money::of(50'000), Money());
    ledger.fill(es, Side::buy, Quantity(1'000'000'000), Price(0), now);
    ledger.mark(es, Price(1'000'000'000'000), now);
    EXPECT_EQ(ledger.equity(), Money::of(100'000'050'000));
    ledger.mark(es, Price(-1'000'000'000'000), now);
    EXPECT_EQ(ledger.equity(), Money::of(-99'999'950'000));
    ledger.mark(es, Price(0), now);
    EXPECT_EQ(ledger.equity(), Money::of(50'000));
}

// --- the second calculation ---------------------------------------------------------------------

struct Fraction {
    Int128 top = 0;
    Int128 bottom = 1;

    static Fraction of(Int128 top, Int128 bottom) {
        Int128 a = top < 0 ? -top : top, b = bottom;
        while (b != 0) {
            const Int128 rest = a % b;
            a = b;
            b = rest;
        }
        return a == 0 ? Fraction() : Fraction{top / a, bottom / a};
    }
    friend Fraction operator+(Fraction x, Fraction y) {
        return of(x.top * y.bottom + y.top * x.bottom, x.bottom * y.bottom);
    }
    friend Fraction operator*(Fraction x, Int128 n) { return of(x.top * n, x.bottom); }
    friend Fraction operator/(Fraction x, Int128 n) { return of(x.top, x.bottom * n); }
};

struct Trade {
    Side side;
    std::int64_t lots;
    std::int64_t ticks;
};

// Realised by average price, and unrealised against the mark, in tick-lots; the textbook way.
Fraction result_by_average_price(const std::vector<Trade>& trades, std::int64_t mark) {
    std::int64_t net = 0;
    Fraction average;
    Fraction realised;
    for (const Trade& trade : trades) {
        std::int64_t lots = trade.lots;
        const std::int64_t sign = trade.side == Side::buy ? 1 : -1;
        const std::int64_t held = net * sign < 0 ? std::abs(net) : 0; // on the other side
        if (const std::int64_t closed = std::min(held, lots); closed > 0) {
            const Fraction gain = Fraction::of(trade.ticks, 1) + average * -1;
            realised = realised + gain * (-sign * closed);
            net += sign * closed;
            lots -= closed;
        }
        if (lots == 0) continue;
        const std::int64_t before = std::abs(net);
        average = (average * before + Fraction::of(trade.ticks, 1) * lots) / (before + lots);
        net += sign * lots;
    }
    const Fraction open = (Fraction::of(mark, 1) + average * -1) * net;
    return realised + open;
}

TEST(Ledger, agrees_with_average_prices_over_random_fills_busts_and_marks) {
    std::mt19937 random(20'261'122);
    const auto between = [&](int low, int high) {
        return low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1));
    };
    const auto table = instruments();
    const Money commission = *Money::parse("1.24");
    for (int walk = 0; walk < 300; ++walk) {
        AccountLedger ledger(table, Money::of(10'000), commission);
        struct Held {
            std::vector<Trade> trades;
            std::int64_t mark = 0;
            bool by_market = false;
        };
        std::map<std::uint32_t, Held> plain;
        for (int step = 0; step < 40; ++step) {
            const InstrumentId id{static_cast<std::uint32_t>(between(0, 1))};
            Held& here = plain[id.index];
            const int what = between(0, 9);
            if (what == 0) {
                here.mark = between(-30, 30);
                here.by_market = true;
                ledger.mark(id, Price(here.mark), now);
            } else if (what == 1 && !here.trades.empty()) {
                const auto at =
                    static_cast<std::size_t>(between(0, static_cast<int>(here.trades.size()) - 1));
                const Trade trade = here.trades[at];
                here.trades.erase(here.trades.begin() + static_cast<std::ptrdiff_t>(at));
                ledger.unfill(id, trade.side, Quantity(trade.lots), Price(trade.ticks));
            } else {
                const Trade trade{between(0, 1) == 0 ? Side::buy : Side::sell, between(1, 3),
                                  between(-30, 30)};
                here.trades.push_back(trade);
                if (!here.by_market) here.mark = trade.ticks;
                ledger.fill(id, trade.side, Quantity(trade.lots), Price(trade.ticks), now);
            }
            Int128 units = Money::of(10'000).units;
            for (const auto& [index, side] : plain) {
                const Fraction result = result_by_average_price(side.trades, side.mark);
                ASSERT_TRUE(result.bottom == 1) << "walk " << walk << ", step " << step;
                units += result.top * table[index].tick_value.units;
                for (const Trade& trade : side.trades) units -= trade.lots * commission.units;
            }
            ASSERT_EQ(ledger.equity(), Money(static_cast<std::int64_t>(units)))
                << "walk " << walk << ", step " << step;
        }
    }
}

} // namespace
} // namespace lockstep
