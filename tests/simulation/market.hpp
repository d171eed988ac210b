// Prices that wander. Every venue sees the same ones and draws its own luck.
#pragma once

#include "simulation/random.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace lockstep::simulation {

// In ticks of a quarter.
std::string price_text(std::int64_t ticks);
std::int64_t price_ticks(const std::string& text);
// "20260105-14:30:00.000"
std::string time_text(std::int64_t at_ns);

class Market {
  public:
    explicit Market(Random random) : random_(random) {}

    void move() {
        auto& price = random_.percent(60) ? es_ : nq_;
        price += random_.between(-3, 3);
    }
    void move_es(std::int64_t ticks) { es_ += ticks; }
    // MES trades at the price of ES.
    std::int64_t price(const std::string& symbol) const { return symbol == "NQ" ? nq_ : es_; }

  private:
    Random random_;
    std::int64_t es_ = 18'000;
    std::int64_t nq_ = 60'000;
};

// An order as its venue holds it, and whether the market trades with it.
struct Resting {
    std::string symbol;
    bool buys = true;
    char type = '1'; // tag 40
    char time_in_force = '0';
    std::optional<std::int64_t> price;
    std::optional<std::int64_t> stop_price;
    bool triggered = false; // a stop that became a market or limit order
};

enum class Reach : std::uint8_t { no, touched, through };

// A market order is through, a stop once it is triggered, a limit when the price is beyond it.
Reach reach(Resting& order, std::int64_t market_price);

} // namespace lockstep::simulation
