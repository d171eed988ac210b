#include "cli/cli.hpp"
#include "cli/client.hpp"
#include "cli/commands.hpp"
#include "console/route.hpp"

#include <boost/json.hpp>

#include <iostream>

namespace lockstep {

namespace {

namespace json = boost::json;

std::string word(const json::value& object, const char* key) {
    const json::value* value = object.as_object().if_contains(key);
    if (value == nullptr) return "";
    return value->is_string() ? std::string(value->as_string()) : json::serialize(*value);
}

// Empty for an instrument that the account neither holds nor works nor should.
std::string open_line(const json::value& instrument) {
    const auto is_zero = [&](const char* key) { return word(instrument, key) == "0"; };
    if (is_zero("held") && is_zero("target") && is_zero("working_entries") &&
        is_zero("working_exits")) {
        return "";
    }
    std::string line = "; " + word(instrument, "instrument") + ": held " +
                       word(instrument, "held") + ", target " + word(instrument, "target") +
                       ", works " + word(instrument, "working_entries") + " in " +
                       word(instrument, "working_exits") + " out";
    if (!is_zero("unknown_orders")) line += ", " + word(instrument, "unknown_orders") + " unknown";
    return line;
}

// "being cancelled 2 orders of 5, still working 1 order of 4", or nothing when none is open.
std::string orders_text(const json::value& orders) {
    constexpr std::pair<const char*, const char*> kinds[] = {{"cancelling", "being cancelled "},
                                                             {"closing", "closing by "},
                                                             {"working", "still working "},
                                                             {"unknown", "UNKNOWN "}};
    std::string text;
    for (const auto& [kind, words] : kinds) {
        const json::value& count = orders.at(kind);
        const std::string number = word(count, "orders");
        if (number == "0") continue;
        text += (text.empty() ? "" : ", ") + std::string(words) + number +
                (number == "1" ? " order of " : " orders of ") + word(count, "contracts");
    }
    return text;
}

// "2 accounts, 1 flat; being cancelled 2 orders of 5"
std::string total_line(const json::value& total) {
    const std::string orders = orders_text(total.at("orders"));
    const std::string accounts = word(total, "accounts");
    return accounts + (accounts == "1" ? " account, " : " accounts, ") + word(total, "flat") +
           " flat; " + (orders.empty() ? "no orders" : orders);
}

// "F50K is paused (operator-action); ES: held 2, target 2, works 0 in 2 out"
std::string account_line(const json::value& account) {
    std::string line = word(account, "account") + " is " + word(account, "mode");
    const std::string reason = word(account, "mode_reason");
    if (!reason.empty()) line += " (" + reason + ")";
    if (word(account, "session_up") != "true") line += ", its session is DOWN";
    std::string open;
    for (const json::value& instrument : account.at("instruments").as_array()) {
        open += open_line(instrument);
    }
    line += open.empty() ? "; flat" : open;
    const std::string orders = orders_text(account.at("orders"));
    return line + (orders.empty() ? "" : "; " + orders);
}

int act(const Settings& settings, const std::string& target, const json::object& body) {
    const auto answer = ask_well(settings.gateway, "POST", target, json::serialize(body));
    if (!answer) {
        std::cerr << "lockstep: " << answer.error().what << "\n";
        return exit_failed;
    }
    try {
        const json::value outcome = json::parse(*answer);
        std::cout << "event " << word(outcome, "sequence") << ", " << word(outcome, "orders_sent")
                  << " orders left for it\n"
                  << total_line(outcome.at("total")) << "\n";
        for (const json::value& account : outcome.at("accounts").as_array()) {
            std::cout << account_line(account) << "\n";
        }
    } catch (const std::exception& error) {
        std::cerr << "lockstep: the gateway's answer makes no sense: " << error.what() << "\n";
        return exit_failed;
    }
    return exit_good;
}

} // namespace

int account_command(const Settings& settings, const std::string& action, const std::string& target,
                    const std::string& reason) {
    constexpr std::string_view group = "group:";
    std::string path = "/api/accounts/" + percent_encoded(target);
    if (target == "all") path = "/api/all";
    if (target.starts_with(group)) {
        path = "/api/groups/" + percent_encoded(target.substr(group.size()));
    }
    return act(settings, path + "/" + action, {{"reason", reason}});
}

int position_command(const Settings& settings, const std::string& leader, const std::string& symbol,
                     std::int64_t contracts, const std::string& reason) {
    return act(settings, "/api/leaders/" + percent_encoded(leader) + "/position",
               {{"symbol", symbol}, {"position", contracts}, {"reason", reason}});
}

int limit_command(const Settings& settings, const std::string& account, const std::string& limit,
                  const std::string& value, const std::string& reason) {
    return act(settings, "/api/accounts/" + percent_encoded(account) + "/limit",
               {{"limit", limit}, {"value", value}, {"reason", reason}});
}

int bust_command(const Settings& settings, const std::string& leader, const std::string& answer,
                 const std::string& reason) {
    return act(settings, "/api/leaders/" + percent_encoded(leader) + "/bust",
               {{"answer", answer}, {"reason", reason}});
}

} // namespace lockstep
