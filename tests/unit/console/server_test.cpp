// The console over real sockets of this machine: good requests, bad ones, slow ones, too many.
#include "console/server.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <memory>
#include <mutex>
#include <thread>

namespace lockstep {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using std::chrono::milliseconds;

constexpr std::chrono::seconds patience{20};

// A client that waits for conditions, and gives up after a time that only a broken server needs.
class Client {
  public:
    explicit Client(std::uint16_t port) {
        socket_.connect({asio::ip::address_v4::loopback(), port});
    }

    void say(const std::string& text) {
        boost::system::error_code ignored; // a server may have closed already
        asio::write(socket_, asio::buffer(text), ignored);
    }

    // Everything until the server closes, or nothing when it never does.
    std::string hear_to_the_end() {
        std::string heard;
        bool ended = false;
        asio::async_read(socket_, asio::dynamic_buffer(heard),
                         [&](boost::system::error_code, std::size_t) { ended = true; });
        run([&] { return ended; });
        return ended ? heard : "(the server did not close)";
    }

    // Until `text` has come.
    std::string hear_until(const std::string& text) {
        std::string heard;
        bool ended = false;
        std::function<void()> more = [&] {
            socket_.async_read_some(asio::buffer(piece_),
                                    [&](boost::system::error_code error, std::size_t size) {
                                        heard.append(piece_.data(), size);
                                        ended = error || heard.find(text) != heard.npos;
                                        if (!ended) more();
                                    });
        };
        more();
        run([&] { return ended; });
        return heard;
    }

  private:
    template <class Done> void run(Done done) {
        io_.restart();
        const auto until = std::chrono::steady_clock::now() + patience;
        while (!done() && io_.run_one_until(until) > 0) {
        }
    }

    asio::io_context io_;
    tcp::socket socket_{io_};
    std::array<char, 4096> piece_{};
};

// A console whose engine is this fixture.
class Console : public ::testing::Test {
  protected:
    std::unique_ptr<ConsoleServer> serve(ConsoleLimits limits = {}) {
        const ConsoleHooks hooks{
            .status =
                [this](auto answer) {
                    if (status_answers_)
                        answer([] { return std::string(R"({"version":"test"})"); });
                },
            .act =
                [this](ConsoleAction action, auto answer) {
                    const std::lock_guard lock(mutex_);
                    actions_.push_back(std::move(action));
                    answer(outcome_);
                }};
        auto server = std::make_unique<ConsoleServer>("127.0.0.1", 0, "secret", hooks, limits);
        server->start();
        return server;
    }
    std::string ask(const ConsoleServer& server, const std::string& request) {
        Client client(server.port());
        client.say(request);
        return client.hear_to_the_end();
    }
    std::size_t actions() {
        const std::lock_guard lock(mutex_);
        return actions_.size();
    }

    bool status_answers_ = true;
    ActionOutcome outcome_;
    std::mutex mutex_;
    std::vector<ConsoleAction> actions_;
};

std::string headers(const std::string& more = "") {
    return " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer secret\r\n" +
           more;
}
std::string get(const std::string& target) { return "GET " + target + headers() + "\r\n"; }
std::string post(const std::string& target, const std::string& body) {
    return "POST " + target + headers("Content-Length: " + std::to_string(body.size()) + "\r\n") +
           "\r\n" + body;
}
const std::string because = R"({"reason":"news"})";

bool begins(const std::string& text, const std::string& with) { return text.starts_with(with); }

TEST_F(Console, AnswersTheStatus) {
    const auto server = serve();
    const std::string answer = ask(*server, get("/api/status"));
    EXPECT_TRUE(begins(answer, "HTTP/1.1 200 OK\r\n")) << answer;
    EXPECT_NE(answer.find("Content-Type: application/json"), answer.npos) << answer;
    EXPECT_NE(answer.find(R"({"version":"test"})"), answer.npos) << answer;
}

TEST_F(Console, HandsAnActionOnAndTellsWhatCameOfIt) {
    outcome_.sequence = 42;
    outcome_.accounts = {{"F50K",
                          "flattening",
                          "operator-action",
                          true,
                          {{"ES", 2, 0, 0, 2, 1}},
                          {{2, 5}, {1, 2}, {0, 0}, {1, 3}}},
                         {"F51K", "flattening", "operator-action", true, {}, {{1, 1}, {}, {}, {}}}};
    const auto server = serve();
    const std::string answer = ask(*server, post("/api/accounts/F50K/flatten", because));
    EXPECT_TRUE(begins(answer, "HTTP/1.1 200 OK\r\n")) << answer;
    EXPECT_NE(
        answer.find(R"({"sequence":"42","orders_sent":0,"total":{"accounts":2,"flat":1,"orders":{)"
                    R"("cancelling":{"orders":3,"contracts":6},)"
                    R"("closing":{"orders":1,"contracts":2},)"
                    R"("working":{"orders":0,"contracts":0},)"
                    R"("unknown":{"orders":1,"contracts":3}}},"accounts":[{"account":"F50K",)"
                    R"("mode":"flattening","mode_reason":"operator-action",)"
                    R"("session_up":true,"orders":{)"
                    R"("cancelling":{"orders":2,"contracts":5},)"
                    R"("closing":{"orders":1,"contracts":2},)"
                    R"("working":{"orders":0,"contracts":0},)"
                    R"("unknown":{"orders":1,"contracts":3}},)"
                    R"("instruments":[{"instrument":"ES","held":2,)"
                    R"("target":0,"working_entries":0,"working_exits":2,)"
                    R"("unknown_orders":1}]},)"),
        answer.npos)
        << answer;
    ASSERT_EQ(actions(), 1U);
    EXPECT_EQ(actions_[0], ConsoleAction(AccountsAction{OperatorAction::flatten,
                                                        ActionScope::account, "F50K", "news"}));
}

TEST_F(Console, NamesTheAccountThatThereIsNot) {
    outcome_.kind = ActionOutcome::Kind::unknown_name;
    outcome_.text = "there is no account F99K";
    const auto server = serve();
    const std::string answer = ask(*server, post("/api/accounts/F99K/pause", because));
    EXPECT_TRUE(begins(answer, "HTTP/1.1 404 ")) << answer;
    EXPECT_NE(answer.find(R"({"error":"there is no account F99K"})"), answer.npos) << answer;
}

TEST_F(Console, RefusesWithoutTouchingTheEngine) {
    const auto server = serve();
    const std::string body = because;
    const std::string length = "Content-Length: " + std::to_string(body.size()) + "\r\n";
    const std::string target = "POST /api/all/halt HTTP/1.1\r\nConnection: close\r\n" + length;
    const std::vector<std::pair<std::string, std::string>> rows{
        {target + "Host: localhost\r\n\r\n" + body, "HTTP/1.1 401 "},
        {target + "Host: localhost\r\nAuthorization: Bearer wrong\r\n\r\n" + body, "HTTP/1.1 401 "},
        {target + "Host: evil.example\r\nAuthorization: Bearer secret\r\n\r\n" + body,
         "HTTP/1.1 403 "},
        {target +
             "Host: localhost\r\nOrigin: http://evil.example\r\nAuthorization: Bearer "
             "secret\r\n\r\n" +
             body,
         "HTTP/1.1 403 "},
        {get("/api/all/halt"), "HTTP/1.1 405 "},
        {get("/api/nothing"), "HTTP/1.1 404 "},
        {post("/api/all/halt", "{"), "HTTP/1.1 400 "},
        {post("/api/all/halt", ""), "HTTP/1.1 400 "},
        {post("/api/all/halt", std::string(20'000, ' ')), "HTTP/1.1 413 "},
        {"POST /api/all/halt" + headers("Content-Length: 10000000\r\n") + "\r\n", "HTTP/1.1 413 "},
        {"GET /api/status" + headers("X-Long: " + std::string(9'000, 'x')) + "\r\n\r\n",
         "HTTP/1.1 431 "},
        {"8=FIX.4.4\x01 9=5\x01\r\n\r\n", "HTTP/1.1 400 "},
        {std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xFC\r\n\r\n", 13), "HTTP/1.1 400 "},
        {"GET /api/status HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
         "HTTP/1.1 400 "},
        {"POST /api/all/halt" + headers("Transfer-Encoding: chunked\r\n") +
             "\r\n0\r\n\r\n   ;a=   \"b\r\n\r\n",
         "HTTP/1.1 411 "},
    };
    for (const auto& [request, answer] : rows) {
        const std::string heard = ask(*server, request);
        EXPECT_TRUE(begins(heard, answer)) << request.substr(0, 200) << "\n" << heard;
    }
    EXPECT_EQ(actions(), 0U);
}

TEST_F(Console, SaysWhichMethodWouldDo) {
    const auto server = serve();
    EXPECT_NE(ask(*server, get("/api/all/halt")).find("Allow: POST\r\n"), std::string::npos);
}

TEST_F(Console, KeepsAConnectionForTheNextRequest) {
    const auto server = serve();
    Client client(server->port());
    const std::string request =
        "GET /api/status HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer secret\r\n\r\n";
    for (int i = 0; i < 3; ++i) {
        client.say(request);
        EXPECT_TRUE(begins(client.hear_until("\"test\""), "HTTP/1.1 200 "));
    }
}

TEST_F(Console, CutsAHeaderThatNeverEnds) {
    const auto server = serve({.request_time_max = milliseconds(50)});
    Client client(server->port());
    client.say("GET /api/status HTTP/1.1\r\nHost: loc");
    EXPECT_EQ(client.hear_to_the_end(), "");
}

TEST_F(Console, AnEngineThatDoesNotAnswerIsSaid) {
    status_answers_ = false;
    const auto server = serve({.answer_time_max = milliseconds(20)});
    EXPECT_TRUE(begins(ask(*server, get("/api/status")), "HTTP/1.1 504 "));
}

TEST_F(Console, ManySilentConnectionsDoNotKeepAnOperatorOut) {
    const auto server = serve({.connections_max = 4});
    std::vector<std::unique_ptr<Client>> silent;
    for (int i = 0; i < 20; ++i) silent.push_back(std::make_unique<Client>(server->port()));
    EXPECT_TRUE(begins(ask(*server, get("/api/status")), "HTTP/1.1 200 "));
    EXPECT_EQ(silent.front()->hear_to_the_end(), "");
}

TEST_F(Console, RefusesAPortThatIsTaken) {
    const auto server = serve();
    try {
        const ConsoleServer second("127.0.0.1", server->port(), "secret", {});
        FAIL() << "two servers on one port";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find(std::to_string(server->port())), std::string::npos)
            << error.what();
    }
}

TEST_F(Console, StopsWithARequestOpen) {
    status_answers_ = false;
    auto server = serve();
    Client client(server->port());
    client.say(get("/api/status"));
    server->stop();
    server.reset();
    EXPECT_EQ(client.hear_to_the_end(), "");
}

} // namespace
} // namespace lockstep
