// One HTTP connection: requests one after the other, each read, judged, answered.
#pragma once

#include "console/http_request.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace lockstep {

// What all connections of a server share; outlives them.
struct ConsoleRoom {
    std::string token;
    ConsoleHooks hooks;
    ConsoleLimits limits;
};

class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
  public:
    HttpConnection(boost::asio::ip::tcp::socket socket, const ConsoleRoom& room);

    // Keeps itself alive until its end.
    void start() { read(); }
    // Whether it waits for a request, and may be cut without harm to anybody's action.
    bool is_waiting() const { return waiting_; }
    void cut();

  private:
    using Response = boost::beast::http::response<boost::beast::http::string_body>;

    void read();
    void on_header(boost::beast::error_code error);
    void on_read(boost::beast::error_code error);
    void refuse_to_read(const std::optional<Answer>& answer);
    void handle(const HttpRequest& request);
    void ask_status();
    void ask_action(ConsoleAction action);
    std::uint64_t wait_for_engine();
    void answer_once(std::uint64_t number, const Answer& answer);
    void write(const Answer& answer);
    void close();
    void drain();

    boost::beast::tcp_stream stream_;
    const ConsoleRoom& room_;
    boost::beast::flat_buffer buffer_;
    std::optional<HttpParser> parser_;
    Response response_;
    boost::asio::steady_timer answer_timer_;
    std::uint64_t asked_ = 0; // questions to the engine
    std::uint64_t open_ = 0;  // the one that waits for its answer, 0 = none
    bool keep_alive_ = false;
    bool waiting_ = true;
};

} // namespace lockstep
