// Busy days, in tiers: the gateway as users run it, with a leader and brokers that take no rest.
#include "load/tiers.hpp"

#include "support/descriptor_limit.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

namespace lockstep::load {
namespace {

bool run(const Tier& tier) {
    std::cout << tier.name << ": " << tier.what << std::endl;
    try {
        const bool held = tier.run(std::cout);
        std::cout << "    " << (held ? "held" : "DID NOT HOLD") << std::endl;
        return held;
    } catch (const std::exception& error) {
        std::cout << "    DID NOT HOLD: " << error.what() << std::endl;
        return false;
    }
}

int run_all(const std::vector<std::string>& wanted) {
    test::raise_descriptor_limit();
    bool held = true;
    for (const Tier& tier : tiers()) {
        const bool is_wanted =
            wanted.empty() || std::ranges::find(wanted, tier.name) != wanted.end();
        if (is_wanted) held = run(tier) && held;
    }
    return held ? 0 : 1;
}

} // namespace
} // namespace lockstep::load

int main(int argc, char** argv) {
    CLI::App app("Loads the gateway, tier by tier; exits 1 when one did not hold");
    std::vector<std::string> wanted;
    std::vector<std::string> names;
    for (const auto& tier : lockstep::load::tiers()) names.emplace_back(tier.name);
    app.add_option("TIER", wanted, "these alone")->check(CLI::IsMember(names));
    CLI11_PARSE(app, argc, argv);
    return lockstep::load::run_all(wanted);
}
