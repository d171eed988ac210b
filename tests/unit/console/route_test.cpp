// Requests as they come: what each asks for, and what is refused with which words.
#include "console/gatekeeper.hpp"
#include "console/route.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

const std::string because = R"({"reason":"news"})";

TEST(Route, UnderstandsEveryCommand) {
    struct Row {
        std::string target, body;
        ConsoleAction action;
    };
    const std::vector<Row> rows{
        {"/api/accounts/F50K/pause", because,
         AccountsAction{OperatorAction::pause, ActionScope::account, "F50K", "news"}},
        {"/api/accounts/a%2Fb%20c/halt", because,
         AccountsAction{OperatorAction::halt, ActionScope::account, "a/b c", "news"}},
        {"/api/groups/LEAD1/flatten?x=1", because,
         AccountsAction{OperatorAction::flatten, ActionScope::group, "LEAD1", "news"}},
        {"/api/all/resume", R"( { "reason" : "\u0061ll \"well\"" } )",
         AccountsAction{OperatorAction::resume, ActionScope::all, "", "all \"well\""}},
        {"/api/accounts/F50K/limit",
         R"({"limit":"DailyLossLimit","value":"900.50","reason":"calm"})",
         ChangeLimit{"F50K", LimitKind::daily_loss, Ratio(Money::parse("900.50")->units, 1),
                     "calm"}},
        {"/api/accounts/F50K/limit", R"({"limit":"MaxContracts","value":"2.5","reason":"calm"})",
         ChangeLimit{"F50K", LimitKind::max_contracts, Ratio(5, 2), "calm"}},
        {"/api/accounts/F50K/limit", R"({"limit":"MaxNotional","value":"off","reason":"calm"})",
         ChangeLimit{"F50K", LimitKind::max_notional, {}, "calm"}},
        {"/api/leaders/LEAD1/position", R"({"symbol":"ES","position":-3,"reason":"by phone"})",
         StatePosition{"LEAD1", "ES", Position(-3), "by phone"}},
        {"/api/leaders/LEAD1/bust", R"({"answer":"follow","reason":"small"})",
         AnswerBust{"LEAD1", true, "small"}},
        {"/api/leaders/LEAD1/bust", R"({"answer":"keep","reason":"small"})",
         AnswerBust{"LEAD1", false, "small"}},
    };
    for (const Row& row : rows) {
        const auto understood = understand("POST", row.target, row.body);
        ASSERT_TRUE(understood) << row.target << ": " << understood.error().why;
        EXPECT_EQ(*understood, ConsoleRequest(row.action)) << row.target;
    }
    EXPECT_EQ(understand("GET", "/api/status", ""), ConsoleRequest(StatusQuestion{}));
}

TEST(Route, RefusesWithOneReasonEach) {
    struct Row {
        std::string method, target, body;
        unsigned status;
        std::string why;
    };
    const std::string pause = "/api/all/pause";
    const std::vector<Row> rows{
        {"GET", pause, because, 405, "a command is a POST"},
        {"DELETE", "/api/accounts/A/halt", because, 405, "a command is a POST"},
        {"POST", "/api/status", "", 405, "the status is read with GET"},
        {"GET", "/", "", 404, "there is no such path"},
        {"GET", "", "", 404, "there is no such path"},
        {"GET", "/api/../token", "", 404, "there is no such path"},
        {"GET", "/api/%2e%2e/token", "", 404, "there is no such path"},
        {"POST", "/api/accounts/A/bust_keep", because, 404, "there is no such path"},
        {"POST", "/api/accounts/A", because, 404, "there is no such path"},
        {"POST", "/api/accounts/A/pause/", because, 404, "there is no such path"},
        {"POST", "/api/accounts/%4/pause", because, 404, "there is no such path"},
        {"POST", "/api/all/bust", because, 404, "there is no such path"},
        {"POST", "/API/all/pause", because, 404, "there is no such path"},
        {"POST", "/api/accounts/A/limit", R"({"limit":"Luck","value":"1","reason":"a"})", 400,
         "\"limit\" must name a limit, such as \"DailyLossLimit\""},
        {"POST", "/api/accounts/A/limit", R"({"limit":1,"value":"1","reason":"a"})", 400,
         "\"limit\" must name a limit, such as \"DailyLossLimit\""},
        {"POST", "/api/accounts/A/limit", R"({"limit":"MaxContracts","value":1,"reason":"a"})", 400,
         "\"value\" must be a text: a number, or \"off\""},
        {"POST", "/api/accounts/A/limit", R"({"limit":"MaxContracts","value":"off","reason":"a"})",
         400, "there is no copying without MaxContracts"},
        {"POST", "/api/accounts/A/limit", R"({"limit":"MaxContracts","value":"0","reason":"a"})",
         400, "\"value\" is no value of MaxContracts, above zero and not absurd"},
        {"POST", "/api/accounts/A/limit",
         R"({"limit":"MaxContracts","value":"0.00001","reason":"a"})", 400,
         "\"value\" is no value of MaxContracts, above zero and not absurd"},
        {"POST", "/api/accounts/A/limit",
         R"({"limit":"MaxOrderQuantity","value":"1.5","reason":"a"})", 400,
         "\"value\" is no value of MaxOrderQuantity, above zero and not absurd"},
        {"POST", "/api/accounts/A/limit", R"({"limit":"DailyLossLimit","value":"-1","reason":"a"})",
         400, "\"value\" is no value of DailyLossLimit, above zero and not absurd"},
        {"POST", "/api/accounts/A/limit",
         R"({"limit":"DailyLossLimit","value":"1000000000.01","reason":"a"})", 400,
         "\"value\" is no value of DailyLossLimit, above zero and not absurd"},
        {"POST", "/api/groups/A/limit", because, 404, "there is no such path"},
        {"POST", pause, "", 400, "the body: no JSON: incomplete JSON"},
        {"POST", pause, "pause", 400, "the body: no JSON: syntax error"},
        {"POST", pause, "[]", 400, "the body: a list is not expected"},
        {"POST", pause, "\"news\"", 400, "the body: an object is expected"},
        {"POST", pause, "{}", 400, "the body lacks \"reason\""},
        {"POST", pause, R"({"reason":"a"} {})", 400,
         "the body: no JSON: something follows the object"},
        {"POST", pause, R"({"reason":"a","reason":"b"})", 400, "the body: \"reason\" comes twice"},
        {"POST", pause, R"({"reason":"a","hard":true})", 400,
         "the body: true and false are not expected"},
        {"POST", pause, R"({"reason":"a","force":1})", 400,
         "the body has \"force\", which means nothing here"},
        {"POST", pause, R"({"reason":{"why":"a"}})", 400, "the body: nothing may be nested"},
        {"POST", pause, R"({"reason":null})", 400, "the body: null is not expected"},
        {"POST", pause, R"({"reason":5})", 400,
         "\"reason\" must say why, in a text: it is journaled"},
        {"POST", pause, R"({"reason":" \t"})", 400,
         "\"reason\" must say why, in a text: it is journaled"},
        {"POST", pause, "{\"reason\":\"" + std::string(501, 'x') + "\"}", 400,
         "\"reason\" is longer than 500 bytes"},
        {"POST", "/api/leaders/L/position", R"({"symbol":"ES","position":1.5,"reason":"a"})", 400,
         "the body: a number is not whole, or too large"},
        {"POST", "/api/leaders/L/position",
         R"({"symbol":"ES","position":18446744073709551615,"reason":"a"})", 400,
         "the body: a number is too large"},
        {"POST", "/api/leaders/L/position",
         R"({"symbol":"ES","position":9007199254740993,"reason":"a"})", 400,
         "\"position\" must be a whole number of contracts, below zero for short"},
        {"POST", "/api/leaders/L/position", R"({"symbol":"ES","position":"1","reason":"a"})", 400,
         "\"position\" must be a whole number of contracts, below zero for short"},
        {"POST", "/api/leaders/L/position", R"({"symbol":5,"position":1,"reason":"a"})", 400,
         "\"symbol\" must be a text"},
        {"POST", "/api/leaders/L/bust", R"({"answer":"maybe","reason":"a"})", 400,
         "\"answer\" must be \"keep\" or \"follow\""},
    };
    for (const Row& row : rows) {
        const auto understood = understand(row.method, row.target, row.body);
        ASSERT_FALSE(understood) << row.target << " " << row.body;
        EXPECT_EQ(understood.error().status, row.status) << row.target << " " << row.body;
        EXPECT_EQ(understood.error().why.substr(0, row.why.size()), row.why) << row.body;
    }
}

TEST(Route, RefusesDepth) {
    const std::string deep = "{\"reason\":" + std::string(10'000, '[');
    EXPECT_FALSE(understand("POST", "/api/all/pause", deep));
}

TEST(Route, PercentEncodingComesBack) {
    const std::string name = "a/b%c d\xC3\xA9";
    const auto understood =
        understand("POST", "/api/accounts/" + percent_encoded(name) + "/pause", because);
    ASSERT_TRUE(understood) << understood.error().why;
    EXPECT_EQ(*understood, ConsoleRequest(ConsoleAction(AccountsAction{
                               OperatorAction::pause, ActionScope::account, name, "news"})));
}

TEST(Gatekeeper, LetsInOnlyThisMachineWithTheToken) {
    struct Row {
        std::string host, origin, authorization;
        unsigned status; // 0: let in
    };
    const std::string good = "Bearer secret";
    const std::vector<Row> rows{
        {"localhost:8080", "", good, 0},
        {"LOCALHOST", "", good, 0},
        {"127.0.0.1:8080", "", good, 0},
        {"127.1.2.3", "", "bearer secret", 0},
        {"[::1]:8080", "", good, 0},
        {"localhost:9000", "http://localhost:9000", good, 0},
        {"", "", good, 403},
        {"evil.example", "", good, 403},
        {"localhost.evil.example", "", good, 403},
        {"127.0.0.1.evil.example", "", good, 403},
        {"127.0.0.1:80:90", "", good, 403},
        {"localhost:x", "", good, 403},
        {"127.0.0", "", good, 403},
        {"[::1", "", good, 403},
        {"10.0.0.1", "", good, 403},
        {"localhost:8080", "http://evil.example", good, 403},
        {"localhost:8080", "http://localhost:8081", good, 403},
        {"localhost:8080", "https://localhost:8080", good, 403},
        {"localhost:8080", "null", good, 403},
        {"localhost", "", "", 401},
        {"localhost", "", "Basic secret", 401},
        {"localhost", "", "Bearer", 401},
        {"localhost", "", "Bearer ", 401},
        {"localhost", "", "Bearer secre", 401},
        {"localhost", "", "Bearer secrets", 401},
        {"localhost", "", "Bearer secretsecret", 401},
        {"localhost", "", "Bearer Secret", 401},
    };
    for (const Row& row : rows) {
        const auto turned = turn_away({row.host, row.origin, row.authorization}, "secret");
        EXPECT_EQ(turned ? turned->status : 0, row.status)
            << row.host << " " << row.origin << " " << row.authorization;
    }
}

} // namespace
} // namespace lockstep
