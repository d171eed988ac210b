// Two recorded days, event by event, for each way in which a floor moves: equity, high-water mark
// and floor as a trader would note them, by the product, and by a second calculation with average
// prices in exact fractions, which shares no code with it.
#include "risk/ledger.hpp"
#include "risk/loss_watch.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

namespace lockstep {
namespace {

// ---- the second calculation

__extension__ using Wide = __int128;

// An exact fraction.
class Fraction {
  public:
    Fraction(std::int64_t top = 0, std::int64_t bottom = 1) : top_(top), bottom_(bottom) {
        reduce();
    }
    // "-12.75"
    static Fraction of(const std::string& text) {
        const auto point = text.find('.');
        std::int64_t bottom = 1;
        std::string digits = text;
        if (point != std::string::npos) {
            digits.erase(point, 1);
            for (std::size_t i = point + 1; i < text.size(); ++i) bottom *= 10;
        }
        return {std::stoll(digits), bottom};
    }
    friend Fraction operator+(const Fraction& a, const Fraction& b) {
        return made(a.top_ * b.bottom_ + b.top_ * a.bottom_, a.bottom_ * b.bottom_);
    }
    friend Fraction operator*(const Fraction& a, const Fraction& b) {
        return made(a.top_ * b.top_, a.bottom_ * b.bottom_);
    }
    friend Fraction operator/(const Fraction& a, const Fraction& b) {
        return made(a.top_ * b.bottom_, a.bottom_ * b.top_);
    }
    friend Fraction operator-(const Fraction& a, const Fraction& b) { return a + b * Fraction(-1); }
    friend bool operator==(const Fraction& a, const Fraction& b) {
        return a.top_ == b.top_ && a.bottom_ == b.bottom_;
    }
    friend bool operator<(const Fraction& a, const Fraction& b) {
        return a.top_ * b.bottom_ < b.top_ * a.bottom_;
    }
    std::string shown() const {
        return std::to_string(static_cast<std::int64_t>(top_)) + "/" +
               std::to_string(static_cast<std::int64_t>(bottom_));
    }

  private:
    static Fraction made(Wide top, Wide bottom) {
        Fraction made;
        made.top_ = top;
        made.bottom_ = bottom;
        made.reduce();
        return made;
    }
    void reduce() {
        Wide a = top_ < 0 ? -top_ : top_;
        Wide b = bottom_ < 0 ? -bottom_ : bottom_;
        while (b != 0) {
            const Wide rest = a % b;
            a = b;
            b = rest;
        }
        if (a == 0) a = 1;
        if (bottom_ < 0) a = -a;
        top_ /= a;
        bottom_ /= a;
    }

    Wide top_;
    Wide bottom_;
};

// A trader's own sheet: average prices, what was realised, what is open.
class Sheet {
  public:
    Sheet(std::string mode, const std::string& balance, const std::string& drawdown,
          const std::string& lock)
        : mode_(std::move(mode)), balance_(Fraction::of(balance)), high_(balance_),
          drawdown_(Fraction::of(drawdown)), has_lock_(!lock.empty()),
          lock_(lock.empty() ? Fraction() : Fraction::of(lock)) {}

    void trade(const std::string& symbol, std::int64_t lots, const Fraction& price,
               const Fraction& commission) {
        Position& it = positions_[symbol];
        const Fraction fee = Fraction(lots < 0 ? -lots : lots) * commission;
        if (it.lots == 0 || (it.lots > 0) == (lots > 0)) {
            const Fraction cost = it.average * Fraction(it.lots) + price * Fraction(lots);
            it.lots += lots;
            it.average = cost / Fraction(it.lots);
        } else {
            const std::int64_t closed =
                std::min(lots < 0 ? -lots : lots, it.lots < 0 ? -it.lots : it.lots);
            const Fraction sign(it.lots > 0 ? 1 : -1);
            realised_ =
                realised_ + (price - it.average) * sign * Fraction(closed) * point_value.at(symbol);
            const bool turns = (it.lots > 0) != (it.lots + lots > 0);
            it.lots += lots;
            if (turns) it.average = price;
        }
        realised_ = realised_ - fee;
        if (!it.quoted) it.mark = price;
        note();
    }
    void mark(const std::string& symbol, const Fraction& price) {
        positions_[symbol].mark = price;
        positions_[symbol].quoted = true;
        note();
    }
    void roll() {
        if (high_ < equity()) high_ = equity();
    }

    Fraction equity() const {
        Fraction sum = balance_ + realised_;
        for (const auto& [symbol, it] : positions_) {
            sum = sum + (it.mark - it.average) * Fraction(it.lots) * point_value.at(symbol);
        }
        return sum;
    }
    Fraction high() const { return high_; }
    Fraction floor() const {
        const Fraction below = (mode_ == "static" ? balance_ : high_) - drawdown_;
        const Fraction locked = balance_ + lock_;
        return has_lock_ && locked < below ? locked : below;
    }

  private:
    struct Position {
        std::int64_t lots = 0;
        Fraction average;
        Fraction mark;
        bool quoted = false;
    };
    inline static const std::map<std::string, Fraction> point_value{{"ES", Fraction(50)},
                                                                    {"MNQ", Fraction(2)}};
    void note() {
        if (mode_ != "end_of_day" && high_ < equity()) high_ = equity();
    }

    std::string mode_;
    Fraction balance_;
    Fraction realised_;
    Fraction high_;
    Fraction drawdown_;
    bool has_lock_;
    Fraction lock_;
    std::map<std::string, Position> positions_;
};

// ---- the recorded days

struct Row {
    std::string event; // "buy 2 ES 5000.25", "sell ...", "mark ES 5001.00", "roll"
    std::string equity;
    std::string high;
    std::string floor;
};

struct Day {
    std::string mode;
    DrawdownMode drawdown_mode;
    std::string lock; // "" for none
    std::vector<Row> rows;
};

constexpr const char* balance = "50000";
constexpr const char* drawdown = "2000";
constexpr const char* commission = "2.25";

// ES: 0.25 a tick, 12.50; MNQ: 0.25 a tick, 0.50
const std::vector<Day> days{
    {"static",
     DrawdownMode::fixed,
     "",
     {
         {"buy 2 ES 5000.25", "49995.50", "50000.00", "48000.00"},
         {"mark ES 5005.00", "50470.50", "50470.50", "48000.00"},
         {"buy 1 ES 5004.50", "50493.25", "50493.25", "48000.00"},
         {"sell 2 ES 5010.75", "51063.75", "51063.75", "48000.00"},
         {"mark ES 4990.00", "50313.75", "51063.75", "48000.00"},
         {"roll", "50313.75", "51063.75", "48000.00"},
         {"sell 3 ES 4990.00", "50307.00", "51063.75", "48000.00"},
         {"mark ES 5020.50", "47257.00", "51063.75", "48000.00"},
     }},
    {"trailing",
     DrawdownMode::trailing,
     "100",
     {
         {"buy 10 MNQ 18000.00", "49977.50", "50000.00", "48000.00"},
         {"mark MNQ 18050.25", "50982.50", "50982.50", "48982.50"},
         {"mark MNQ 18025.00", "50477.50", "50982.50", "48982.50"},
         {"sell 5 MNQ 18060.00", "50816.25", "50982.50", "48982.50"},
         {"mark MNQ 18190.00", "52466.25", "52466.25", "50100.00"},
         {"roll", "52466.25", "52466.25", "50100.00"},
         {"sell 5 MNQ 18100.50", "51560.00", "52466.25", "50100.00"},
         {"buy 1 ES 5000.00", "51557.75", "52466.25", "50100.00"},
         {"mark ES 4970.75", "50095.25", "52466.25", "50100.00"},
     }},
    {"end_of_day",
     DrawdownMode::end_of_day,
     "0",
     {
         {"sell 1 ES 5000.00", "49997.75", "50000.00", "48000.00"},
         {"mark ES 4980.00", "50997.75", "50000.00", "48000.00"},
         {"buy 1 ES 4985.00", "50745.50", "50000.00", "48000.00"},
         {"roll", "50745.50", "50745.50", "48745.50"},
         {"buy 3 MNQ 18000.25", "50738.75", "50745.50", "48745.50"},
         {"mark MNQ 18500.25", "53738.75", "50745.50", "48745.50"},
         {"roll", "53738.75", "53738.75", "50000.00"},
         {"mark MNQ 17870.00", "49957.25", "53738.75", "50000.00"},
     }},
};

class RecordedDays : public testing::TestWithParam<Day> {};

TEST_P(RecordedDays, AreTheSameByTheProductAndByASheet) {
    const Day& day = GetParam();
    std::vector<Instrument> instruments(2);
    instruments[0].symbol = "ES";
    instruments[0].tick_value = *Money::parse("12.50");
    instruments[1].symbol = "MNQ";
    instruments[1].tick_value = *Money::parse("0.50");
    const auto ticks = [](const std::string& price) {
        return Price(std::stoll(price.substr(0, price.find('.'))) * 4 +
                     std::stoll(price.substr(price.find('.') + 1)) / 25);
    };
    AccountLimits limits;
    limits.max_drawdown = *Money::parse(drawdown);
    limits.drawdown_mode = day.drawdown_mode;
    if (!day.lock.empty()) limits.drawdown_lock = *Money::parse(day.lock);
    AccountLedger ledger(instruments, *Money::parse(balance), *Money::parse(commission));
    LossWatch losses(limits, ledger.equity());
    Sheet sheet(day.mode, balance, drawdown, day.lock);
    bool breached = false;
    for (const Row& row : day.rows) {
        EXPECT_FALSE(breached) << "before " << row.event;
        std::istringstream words(row.event);
        std::string what, symbol, price;
        std::int64_t lots = 0;
        words >> what;
        if (what == "roll") {
            losses.roll_day(ledger.equity());
            sheet.roll();
        } else {
            if (what != "mark") words >> lots;
            words >> symbol >> price;
            const InstrumentId id{symbol == "ES" ? 0U : 1U};
            if (what == "mark") {
                ledger.mark(id, ticks(price), Timestamp());
                sheet.mark(symbol, Fraction::of(price));
            } else {
                const bool buys = what == "buy";
                ledger.fill(id, buys ? Side::buy : Side::sell, Quantity(lots), ticks(price),
                            Timestamp());
                sheet.trade(symbol, buys ? lots : -lots, Fraction::of(price),
                            Fraction::of(commission));
            }
            breached = losses.watch(ledger.equity()).has_value();
        }
        EXPECT_EQ(ledger.equity().str(), row.equity) << row.event;
        EXPECT_EQ(losses.high_water().str(), row.high) << row.event;
        EXPECT_EQ(losses.floor()->str(), row.floor) << row.event;
        EXPECT_TRUE(sheet.equity() == Fraction::of(row.equity))
            << row.event << ": " << sheet.equity().shown();
        EXPECT_TRUE(sheet.high() == Fraction::of(row.high))
            << row.event << ": " << sheet.high().shown();
        EXPECT_TRUE(sheet.floor() == Fraction::of(row.floor))
            << row.event << ": " << sheet.floor().shown();
    }
    EXPECT_TRUE(breached) << "each day ends at its floor";
}

INSTANTIATE_TEST_SUITE_P(, RecordedDays, testing::ValuesIn(days),
                         [](const auto& each) { return each.param.mode; });

} // namespace
} // namespace lockstep
