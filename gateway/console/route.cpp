#include "console/route.hpp"

#include "console/flat_object.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

namespace lockstep {

namespace {

using Request = std::expected<ConsoleRequest, BadRequest>;

constexpr std::int64_t position_max = 1'000'000'000;
constexpr std::int64_t money_max = 1'000'000'000;
constexpr std::int64_t count_max = 1'000'000;
constexpr std::int64_t contract_parts_max = 10'000; // four decimals of a weighted contract

std::unexpected<BadRequest> bad(unsigned status, std::string why, std::string allow = {}) {
    return std::unexpected(BadRequest{status, std::move(why), std::move(allow)});
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        if (i + 2 >= text.size()) return std::nullopt;
        const int high = hex_digit(text[i + 1]);
        const int low = hex_digit(text[i + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        decoded += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return decoded;
}

// The parts between the slashes, decoded; nothing for a path that cannot be decoded.
std::optional<std::vector<std::string>> parts_of(std::string_view target) {
    std::string_view path = target.substr(0, target.find('?'));
    if (!path.starts_with('/')) return std::nullopt;
    std::vector<std::string> parts;
    while (!path.empty()) {
        path.remove_prefix(1);
        const auto part = percent_decoded(path.substr(0, path.find('/')));
        if (!part) return std::nullopt;
        parts.push_back(*part);
        path.remove_prefix(std::min(path.find('/'), path.size()));
    }
    return parts;
}

std::optional<OperatorAction> account_action(std::string_view word) {
    for (const OperatorAction action : {OperatorAction::pause, OperatorAction::resume,
                                        OperatorAction::flatten, OperatorAction::halt}) {
        if (word == name(action)) return action;
    }
    return std::nullopt;
}

// The names that a body must have, and no other.
std::expected<FlatObject, BadRequest> read_body(std::string_view body,
                                                std::initializer_list<std::string_view> names) {
    auto object = parse_flat_object(body);
    if (!object) return bad(400, "the body: " + object.error().what);
    for (const auto& [key, value] : *object) {
        if (std::ranges::find(names, key) == names.end()) {
            return bad(400, "the body has \"" + key + "\", which means nothing here");
        }
    }
    for (const std::string_view key : names) {
        if (!object->contains(key)) {
            return bad(400, "the body lacks \"" + std::string(key) + "\"");
        }
    }
    const auto* reason = std::get_if<std::string>(&object->at("reason"));
    const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
    if (reason == nullptr || std::ranges::all_of(*reason, is_blank)) {
        return bad(400, "\"reason\" must say why, in a text: it is journaled");
    }
    if (reason->size() > reason_size_max) {
        return bad(400, "\"reason\" is longer than " + std::to_string(reason_size_max) + " bytes");
    }
    return *object;
}

const std::string& text_of(const FlatObject& object, std::string_view key) {
    return std::get<std::string>(object.find(key)->second);
}

Request account_request(ActionScope scope, std::string name, OperatorAction action,
                        std::string_view body) {
    const auto object = read_body(body, {"reason"});
    if (!object) return std::unexpected(object.error());
    return ConsoleAction(
        AccountsAction{action, scope, std::move(name), text_of(*object, "reason")});
}

Request position_request(std::string leader, std::string_view body) {
    const auto object = read_body(body, {"symbol", "position", "reason"});
    if (!object) return std::unexpected(object.error());
    const auto* symbol = std::get_if<std::string>(&object->at("symbol"));
    const auto* position = std::get_if<std::int64_t>(&object->at("position"));
    if (symbol == nullptr) return bad(400, "\"symbol\" must be a text");
    if (position == nullptr || *position > position_max || *position < -position_max) {
        return bad(400, "\"position\" must be a whole number of contracts, below zero for short");
    }
    return ConsoleAction(
        StatePosition{std::move(leader), *symbol, Position(*position), text_of(*object, "reason")});
}

Request bust_request(std::string leader, std::string_view body) {
    const auto object = read_body(body, {"answer", "reason"});
    if (!object) return std::unexpected(object.error());
    const auto* answer = std::get_if<std::string>(&object->at("answer"));
    if (answer == nullptr || (*answer != "keep" && *answer != "follow")) {
        return bad(400, "\"answer\" must be \"keep\" or \"follow\"");
    }
    return ConsoleAction(
        AnswerBust{std::move(leader), *answer == "follow", text_of(*object, "reason")});
}

std::optional<LimitKind> limit_named(std::string_view word) {
    for (int i = 0; i <= static_cast<int>(last_of(LimitKind{})); ++i) {
        const auto limit = static_cast<LimitKind>(i);
        if (word == name(limit)) return limit;
    }
    return std::nullopt;
}

// The value of a limit as settings write it.
std::optional<Ratio> limit_value(LimitKind limit, const std::string& text) {
    if (is_money(limit)) {
        const auto money = Money::parse(text);
        return money ? std::optional(Ratio(money->units, 1)) : std::nullopt;
    }
    const auto number = Ratio::parse(text);
    if (!number) return std::nullopt;
    const bool is_whole = number->denominator() == 1;
    const bool is_good = limit == LimitKind::max_contracts
                             ? contract_parts_max % number->denominator() == 0
                             : is_whole;
    return is_good ? std::optional(*number) : std::nullopt;
}

Request limit_request(std::string account, std::string_view body) {
    const auto object = read_body(body, {"limit", "value", "reason"});
    if (!object) return std::unexpected(object.error());
    const auto* word = std::get_if<std::string>(&object->at("limit"));
    const auto* text = std::get_if<std::string>(&object->at("value"));
    const auto limit = word == nullptr ? std::nullopt : limit_named(*word);
    if (!limit) return bad(400, "\"limit\" must name a limit, such as \"DailyLossLimit\"");
    if (text == nullptr) return bad(400, "\"value\" must be a text: a number, or \"off\"");
    ChangeLimit change{std::move(account), *limit, {}, text_of(*object, "reason")};
    if (*text == "off") {
        if (*limit != LimitKind::max_contracts) return ConsoleAction(std::move(change));
        return bad(400, "there is no copying without MaxContracts");
    }
    change.value = limit_value(*limit, *text);
    const Ratio most(is_money(*limit) ? Money::of(money_max).units : count_max, 1);
    if (!change.value || *change.value <= Ratio(0, 1) || *change.value > most) {
        return bad(400, "\"value\" is no value of " + *word + ", above zero and not absurd");
    }
    return ConsoleAction(std::move(change));
}

Request command(const std::vector<std::string>& parts, std::string_view body) {
    if (parts.size() == 3 && parts[1] == "all") {
        return account_request(ActionScope::all, {}, *account_action(parts[2]), body);
    }
    if (parts[1] == "accounts" && parts[3] == "limit") return limit_request(parts[2], body);
    if (parts[1] != "leaders") {
        const auto scope = parts[1] == "groups" ? ActionScope::group : ActionScope::account;
        return account_request(scope, parts[2], *account_action(parts[3]), body);
    }
    return parts[3] == "bust" ? bust_request(parts[2], body) : position_request(parts[2], body);
}

bool is_command(const std::vector<std::string>& parts) {
    if (parts.size() == 3) return parts[1] == "all" && account_action(parts[2]);
    if (parts.size() != 4) return false;
    if (parts[1] == "accounts" && parts[3] == "limit") return true;
    if (parts[1] == "leaders") return parts[3] == "position" || parts[3] == "bust";
    return (parts[1] == "accounts" || parts[1] == "groups") && account_action(parts[3]);
}

} // namespace

std::expected<ConsoleRequest, BadRequest>
understand(std::string_view method, std::string_view target, std::string_view body) {
    const auto parts = parts_of(target);
    if (!parts || parts->front() != "api") return bad(404, "there is no such path");
    if (*parts == std::vector<std::string>{"api", "status"}) {
        if (method != "GET") return bad(405, "the status is read with GET", "GET");
        return StatusQuestion{};
    }
    if (!is_command(*parts)) return bad(404, "there is no such path");
    if (method != "POST") return bad(405, "a command is a POST", "POST");
    return command(*parts, body);
}

std::string percent_encoded(std::string_view name) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : name) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                           (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
        if (plain) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += digits[byte >> 4];
        encoded += digits[byte & 15];
    }
    return encoded;
}

} // namespace lockstep
