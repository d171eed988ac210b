#include "simulation/market.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace lockstep::simulation {

std::string price_text(std::int64_t ticks) {
    constexpr std::array<const char*, 4> quarters = {".00", ".25", ".50", ".75"};
    return std::to_string(ticks / 4) + quarters[static_cast<std::size_t>(ticks % 4)];
}

std::int64_t price_ticks(const std::string& text) {
    const std::size_t point = text.find('.');
    const std::int64_t whole = std::atoll(text.substr(0, point).c_str());
    const std::string part = point == text.npos ? "" : text.substr(point + 1);
    return whole * 4 + (part == "25" ? 1 : part.starts_with("5") ? 2 : part == "75" ? 3 : 0);
}

std::string time_text(std::int64_t at_ns) {
    const std::time_t seconds = at_ns / 1'000'000'000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y%m%d-%H:%M:%S", &parts);
    std::snprintf(text.data() + size, text.size() - size, ".%03d",
                  static_cast<int>(at_ns / 1'000'000 % 1'000));
    return text.data();
}

Reach reach(Resting& order, std::int64_t market_price) {
    if (order.stop_price && !order.triggered) {
        order.triggered =
            order.buys ? market_price >= *order.stop_price : market_price <= *order.stop_price;
        if (!order.triggered) return Reach::no;
    }
    if (!order.price) return Reach::through;
    if (market_price == *order.price) return Reach::touched;
    const bool beyond = order.buys ? market_price < *order.price : market_price > *order.price;
    return beyond ? Reach::through : Reach::no;
}

} // namespace lockstep::simulation
