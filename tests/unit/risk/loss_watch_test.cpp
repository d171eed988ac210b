// The daily loss limit and the drawdown floor, just not and just reached, what they latch and what
// lifts them; and the same again by a second calculation, over random days.
#include "risk/loss_watch.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace lockstep {
namespace {

constexpr std::int64_t start = 50'000;

AccountLimits limits_of(std::optional<std::int64_t> daily_loss,
                        std::optional<std::int64_t> max_drawdown = std::nullopt,
                        DrawdownMode mode = DrawdownMode::fixed,
                        std::optional<std::int64_t> lock = std::nullopt) {
    AccountLimits limits;
    if (daily_loss) limits.daily_loss = Money::of(*daily_loss);
    if (max_drawdown) limits.max_drawdown = Money::of(*max_drawdown);
    if (lock) limits.drawdown_lock = Money::of(*lock);
    limits.drawdown_mode = mode;
    return limits;
}

std::string shown(const std::optional<Breach>& breach) {
    if (!breach) return "-";
    return std::string(name(breach->reason)) + " " + breach->limit.str() + ": " +
           breach->observed.str();
}

// One thing that happens to an account: a new equity, "roll" at an equity, "lift" at an equity.
struct Row {
    std::string happens;
    std::string answer; // the breach; for roll and lift: yes or no
    std::string holds;  // the reason that is latched, "" for none
    std::string floor;  // "" for none
};

void play(const std::string& name_of_test, const AccountLimits& limits,
          const std::vector<Row>& rows) {
    LossWatch losses(limits, Money::of(start));
    for (const Row& row : rows) {
        std::istringstream words(row.happens);
        std::string first, second;
        words >> first >> second;
        std::string answer;
        if (first == "roll") {
            answer = losses.roll_day(*Money::parse(second)) ? "yes" : "no";
        } else if (first == "lift") {
            answer = losses.lift_drawdown(*Money::parse(second)) ? "yes" : "no";
        } else {
            answer = shown(losses.watch(*Money::parse(first)));
        }
        const std::string where = name_of_test + ": " + row.happens;
        EXPECT_EQ(answer, row.answer) << where;
        const auto& held = losses.latched();
        EXPECT_EQ(held ? std::string(name(held->reason)) : "", row.holds) << where;
        EXPECT_EQ(losses.floor() ? losses.floor()->str() : "", row.floor) << where;
    }
}

TEST(DailyLoss, is_reached_when_equity_has_fallen_by_all_of_it) {
    play("a limit of 1000", limits_of(1000),
         {
             {"49000.0001", "-", "", ""},
             {"49000", "daily-loss 1000.00: 1000.00", "daily-loss", ""},
             // latched: neither worse nor better equity says anything new
             {"48000", "-", "daily-loss", ""},
             {"51000", "-", "daily-loss", ""},
             {"lift 51000", "no", "daily-loss", ""},
         });
    play("gapped", limits_of(1000), {{"47000", "daily-loss 1000.00: 3000.00", "daily-loss", ""}});
    play("none", limits_of(std::nullopt), {{"-999999", "-", "", ""}});
}

TEST(DailyLoss, is_counted_from_the_day_roll_and_lifted_by_it) {
    play("a limit of 1000", limits_of(1000),
         {
             {"51500", "-", "", ""},
             {"roll 51500", "no", "", ""},
             {"50500.0001", "-", "", ""},
             {"50500", "daily-loss 1000.00: 1000.00", "daily-loss", ""},
             {"roll 50200", "yes", "", ""},
             {"49200.0001", "-", "", ""},
             {"49200", "daily-loss 1000.00: 1000.00", "daily-loss", ""},
             {"roll 49200", "yes", "", ""},
             {"roll 49200", "no", "", ""},
         });
}

TEST(DailyProfit, is_reached_when_equity_has_risen_by_all_of_it_and_holds_for_the_day) {
    AccountLimits limits = limits_of(1000);
    limits.daily_profit = Money::of(1500);
    play("a target of 1500, a loss limit of 1000", limits,
         {
             {"51499.9999", "-", "", ""},
             {"51500", "profit-target 1500.00: 1500.00", "profit-target", ""},
             {"53000", "-", "profit-target", ""},
             {"lift 51500", "no", "profit-target", ""},
             // what was open goes on, and may lose the day's money after all
             {"49000", "daily-loss 1000.00: 1000.00", "daily-loss", ""},
             {"roll 49000", "yes", "", ""},
             {"50499.9999", "-", "", ""},
             {"50500", "profit-target 1500.00: 1500.00", "profit-target", ""},
         });
}

TEST(Drawdown, of_a_static_floor_hangs_below_the_start) {
    play("a floor of 2000", limits_of(std::nullopt, 2000),
         {
             {"60000", "-", "", "48000.00"},
             {"roll 60000", "no", "", "48000.00"},
             {"48000.0001", "-", "", "48000.00"},
             {"48000", "drawdown 48000.00: 48000.00", "drawdown", "48000.00"},
             {"47000", "-", "drawdown", "48000.00"},
             // a day roll does not lift it, an operator does
             {"roll 52000", "no", "drawdown", "48000.00"},
             {"lift 47500", "yes", "", "45500.00"},
             {"lift 47500", "no", "", "45500.00"},
             {"45500.0001", "-", "", "45500.00"},
             {"45500", "drawdown 45500.00: 45500.00", "drawdown", "45500.00"},
         });
}

TEST(Drawdown, of_a_trailing_floor_follows_the_highest_equity_at_once) {
    play("a floor of 2000", limits_of(std::nullopt, 2000, DrawdownMode::trailing),
         {
             {"49000", "-", "", "48000.00"},
             {"51000", "-", "", "49000.00"},
             {"50000", "-", "", "49000.00"},
             {"51000.01", "-", "", "49000.01"},
             {"49000.0101", "-", "", "49000.01"},
             {"49000.01", "drawdown 49000.01: 49000.01", "drawdown", "49000.01"},
             {"lift 49500", "yes", "", "47500.00"},
             {"50000", "-", "", "48000.00"},
         });
}

TEST(Drawdown, of_an_end_of_day_floor_moves_at_the_roll_and_is_enforced_at_once) {
    play("a floor of 2000", limits_of(std::nullopt, 2000, DrawdownMode::end_of_day),
         {
             {"55000", "-", "", "48000.00"},
             {"48000.0001", "-", "", "48000.00"},
             {"roll 51000", "no", "", "49000.00"},
             {"49000.0001", "-", "", "49000.00"},
             {"roll 50500", "no", "", "49000.00"},
             {"55000", "-", "", "49000.00"},
             {"49000", "drawdown 49000.00: 49000.00", "drawdown", "49000.00"},
         });
}

TEST(Drawdown, locks_where_it_was_told_to) {
    const auto trailing = DrawdownMode::trailing;
    play("trailing, locked at the start", limits_of(std::nullopt, 2000, trailing, 0),
         {
             {"51999", "-", "", "49999.00"},
             {"52000", "-", "", "50000.00"},
             {"60000", "-", "", "50000.00"},
             {"50000.0001", "-", "", "50000.00"},
             {"50000", "drawdown 50000.00: 50000.00", "drawdown", "50000.00"},
         });
    play("trailing, locked at the start and 100", limits_of(std::nullopt, 2500, trailing, 100),
         {
             {"52600", "-", "", "50100.00"},
             {"60000", "-", "", "50100.00"},
             {"50100", "drawdown 50100.00: 50100.00", "drawdown", "50100.00"},
         });
    play("end of day, locked at the start",
         limits_of(std::nullopt, 2000, DrawdownMode::end_of_day, 0),
         {
             {"roll 53000", "no", "", "50000.00"},
             {"50000.0001", "-", "", "50000.00"},
         });
    // lifted, the account begins anew: the lock is counted from there as well
    play("lifted", limits_of(std::nullopt, 2000, trailing, 0),
         {
             {"48000", "drawdown 48000.00: 48000.00", "drawdown", "48000.00"},
             {"lift 48000", "yes", "", "46000.00"},
             {"60000", "-", "", "48000.00"},
         });
}

TEST(Losses, latch_each_by_itself) {
    play("the daily loss first, then the floor", limits_of(1000, 2000),
         {
             {"49000", "daily-loss 1000.00: 1000.00", "daily-loss", "48000.00"},
             {"48000", "drawdown 48000.00: 48000.00", "drawdown", "48000.00"},
             {"roll 49000", "no", "drawdown", "48000.00"},
             {"lift 49000", "yes", "", "47000.00"},
         });
    play("both at once", limits_of(1000, 2000),
         {
             {"47000", "drawdown 48000.00: 47000.00", "drawdown", "48000.00"},
             // the drawdown is lifted, the day's loss still holds
             {"lift 49500", "yes", "daily-loss", "47500.00"},
             {"roll 49500", "yes", "", "47500.00"},
         });
    play("the floor first", limits_of(3000, 2000),
         {
             {"48000", "drawdown 48000.00: 48000.00", "drawdown", "48000.00"},
             {"47000", "daily-loss 3000.00: 3000.00", "drawdown", "48000.00"},
             {"lift 47000", "yes", "daily-loss", "45000.00"},
             {"45000", "drawdown 45000.00: 45000.00", "drawdown", "45000.00"},
             {"roll 45000", "no", "drawdown", "45000.00"},
             {"lift 45000", "yes", "", "43000.00"},
         });
}

// The same rules, written down a second time in the plainest way: the whole history is kept and
// every answer is worked out from it.
class PlainLosses {
  public:
    PlainLosses(const AccountLimits& limits, std::int64_t equity)
        : limits_(limits), days_{{equity}} {}

    bool day_is_lost() const { return lost_today_; }
    bool is_drawn_down() const { return drawn_down_; }

    void watch(std::int64_t equity) {
        days_.back().push_back(equity);
        if (limits_.daily_loss && days_.back().front() - equity >= limits_.daily_loss->units) {
            lost_today_ = true;
        }
        const auto lowest = floor();
        if (lowest && equity <= *lowest) drawn_down_ = true;
    }
    void roll(std::int64_t equity) {
        days_.push_back({equity});
        lost_today_ = false;
    }
    void lift(std::int64_t equity) {
        if (!drawn_down_) return;
        drawn_down_ = false;
        // the day's loss is still counted from where the day began
        const std::int64_t day_start = days_.back().front();
        days_ = {{equity}};
        begun_at_ = equity;
        days_.back().insert(days_.back().begin(), day_start);
        skip_first_ = true;
    }
    std::optional<std::int64_t> floor() const {
        if (!limits_.max_drawdown) return std::nullopt;
        const std::int64_t from = highest();
        std::int64_t lowest = from - limits_.max_drawdown->units;
        if (limits_.drawdown_lock) {
            lowest = std::min(lowest, begin() + limits_.drawdown_lock->units);
        }
        return lowest;
    }

  private:
    std::int64_t begin() const { return begun_at_.value_or(days_.front().front()); }
    std::int64_t highest() const {
        if (limits_.drawdown_mode == DrawdownMode::fixed) return begin();
        std::int64_t most = begin();
        for (std::size_t day = 0; day < days_.size(); ++day) {
            for (std::size_t i = 0; i < days_[day].size(); ++i) {
                const bool is_before_the_lift = skip_first_ && day == 0 && i == 0;
                const bool is_roll = i == 0;
                const bool counts = limits_.drawdown_mode == DrawdownMode::trailing || is_roll;
                if (counts && !is_before_the_lift) most = std::max(most, days_[day][i]);
            }
        }
        return most;
    }

    bool lost_today_ = false;
    AccountLimits limits_;
    std::vector<std::vector<std::int64_t>> days_; // equities of each day, the roll's first
    std::optional<std::int64_t> begun_at_;        // where the last lift put the start
    bool skip_first_ = false;
    bool drawn_down_ = false;
};

TEST(Losses, agree_with_a_plain_second_calculation_over_random_days) {
    std::mt19937 random(20'261'122);
    const auto below = [&](int bound) { return static_cast<int>(random() % unsigned(bound)); };
    for (int walk = 0; walk < 600; ++walk) {
        AccountLimits limits = limits_of(std::nullopt);
        if (below(4) > 0) limits.daily_loss = Money(1 + below(60));
        if (below(4) > 0) limits.max_drawdown = Money(1 + below(80));
        limits.drawdown_mode = static_cast<DrawdownMode>(below(3));
        if (below(2) > 0) limits.drawdown_lock = Money(below(40));
        std::int64_t equity = 1000;
        LossWatch losses(limits, Money(equity));
        PlainLosses plain(limits, equity);
        for (int step = 0; step < 120; ++step) {
            equity += below(41) - 20;
            const int what = below(20);
            if (what == 0) {
                const bool was_held_by_it_alone = plain.day_is_lost() && !plain.is_drawn_down();
                EXPECT_EQ(losses.roll_day(Money(equity)), was_held_by_it_alone);
                plain.roll(equity);
            } else if (what == 1) {
                EXPECT_EQ(losses.lift_drawdown(Money(equity)), plain.is_drawn_down());
                plain.lift(equity);
            } else {
                const bool lost = plain.day_is_lost(), down = plain.is_drawn_down();
                plain.watch(equity);
                const bool is_new = plain.day_is_lost() != lost || plain.is_drawn_down() != down;
                EXPECT_EQ(losses.watch(Money(equity)).has_value(), is_new);
            }
            const auto& held = losses.latched();
            const std::string holds = held ? std::string(name(held->reason)) : "";
            EXPECT_EQ(holds, plain.is_drawn_down() ? "drawdown"
                             : plain.day_is_lost() ? "daily-loss"
                                                   : "");
            EXPECT_EQ(losses.floor(),
                      plain.floor() ? std::optional(Money(*plain.floor())) : std::nullopt);
            if (testing::Test::HasFailure()) {
                FAIL() << "walk " << walk << ", step " << step << ", equity " << equity;
            }
        }
    }
}

} // namespace
} // namespace lockstep
