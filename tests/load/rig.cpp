#include "load/rig.hpp"

#include "bench/wire/fix_text.hpp"
#include "e2e/settings_text.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <stdexcept>

namespace lockstep::load {

namespace {

std::string settings(const RigOptions& options, std::uint16_t gateway_port,
                     std::uint16_t venue_port) {
    std::string text = e2e::measured_head() +
                       e2e::listens("LEADER", "MarketData=Y\n", gateway_port) +
                       e2e::leader("LEAD1", "LEADER");
    for (int i = 0; i < options.followers; ++i) {
        const std::string number = std::to_string(i);
        const std::string throttle = "MaxMessagesPerSecond=10000\n";
        text += options.followers_dial_in ? e2e::listens("BROKER" + number, throttle, gateway_port)
                                          : e2e::dials("BROKER" + number, venue_port, throttle);
        text += e2e::follower(
            "F" + number, "LEAD1", "BROKER" + number,
            std::string("CopyMode=") + (options.copies_orders ? "orders" : "fills") +
                "\nSizing=multiplier\nSizingValue=1\nMaxContracts=100000\n" + options.limits);
    }
    return text;
}

} // namespace

Rig::Rig(const RigOptions& options)
    : venue_(options.followers), gateway_port_(e2e::free_port()),
      gateway_(folder_.path(), settings(options, gateway_port_, venue_.port())) {
    gateway_.start();
    const std::uint16_t broker_port = options.followers_dial_in ? gateway_port_ : 0;
    if (!venue_.log_on(gateway_port_, broker_port)) {
        throw std::runtime_error("the gateway does not come up:\n" + gateway_.process().log());
    }
    come_to_rest(std::chrono::seconds(60));
}

void Rig::come_to_rest(std::chrono::seconds longest) {
    const std::string end = "rest " + std::to_string(++rests_);
    venue_.leader_asks(end);
    if (!venue_.run_until([&] { return venue_.leader_answer() == end; }, longest)) {
        throw std::runtime_error("the gateway does not come to an end of what it was told");
    }
    for (std::int64_t before = -1; before != venue_.orders() + venue_.cancels();) {
        before = venue_.orders() + venue_.cancels();
        venue_.run_until(bench::now_ns() + 1'000'000'000);
    }
}

std::int64_t Rig::peak_megabytes() {
    std::ifstream file("/proc/" + std::to_string(gateway_.process().id()) + "/status");
    for (std::string word; file >> word;) {
        std::int64_t kilobytes = 0;
        if (word == "VmHWM:" && file >> kilobytes) return kilobytes / 1024;
    }
    return 0;
}

Tally tally(Rig& rig) {
    const auto status = rig.gateway().status();
    if (!status) throw std::runtime_error("the gateway's console does not answer");
    Tally tally;
    std::map<std::string, std::int64_t> reasons;
    tally.decisions_least = INT64_MAX;
    for (const auto& follower : status->followers()) {
        const std::int64_t decisions = follower.decisions();
        tally.decisions_least = std::min(tally.decisions_least, decisions);
        tally.decisions_most = std::max(tally.decisions_most, decisions);
        tally.sent += follower.orders_sent();
        for (const auto& reason : follower.not_sent()) reasons[reason.reason()] += reason.count();
    }
    for (const BrokerBook& book : rig.venue().brokers()) {
        tally.arrived += static_cast<std::int64_t>(book.ids.size());
        tally.doubled += book.doubled;
    }
    for (const auto& [reason, count] : reasons) {
        tally.reasons += (tally.reasons.empty() ? "" : ", ") + std::to_string(count) + " " + reason;
    }
    return tally;
}

} // namespace lockstep::load
