#include "cli/console_client.hpp"

#include "codec/status_json.hpp"
#include "engine/data_files.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <chrono>

namespace lockstep {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::chrono::seconds patience{10};
constexpr std::uint64_t body_bytes_max = 64 * 1024 * 1024;

Result<std::uint16_t> port_of(const GatewayConfig& gateway) {
    if (gateway.console.port != 0) return gateway.console.port;
    return read_console_port(gateway.data_directory);
}

http::request<http::string_body> request_for(const GatewayConfig& gateway, const std::string& token,
                                             const std::string& target, const std::string& body,
                                             std::uint16_t port) {
    http::request<http::string_body> request{body.empty() ? http::verb::get : http::verb::post,
                                             target, 11};
    request.set(http::field::host, gateway.console.host + ":" + std::to_string(port));
    request.set(http::field::authorization, "Bearer " + token);
    if (!body.empty()) request.set(http::field::content_type, "application/json");
    request.body() = body;
    request.prepare_payload();
    return request;
}

// One question with a bound on its time: the stream's own, which only asynchronous calls obey.
class Question {
  public:
    Question() : stream_(context_) { stream_.expires_after(patience); }

    beast::error_code ask(const asio::ip::tcp::resolver::results_type& where,
                          http::request<http::string_body>& request) {
        parser_.body_limit(body_bytes_max);
        stream_.async_connect(where, [&](beast::error_code error, const auto&) {
            if (failed(error)) return;
            http::async_write(stream_, request, [&](beast::error_code write_error, std::size_t) {
                if (failed(write_error)) return;
                http::async_read(
                    stream_, buffer_, parser_,
                    [&](beast::error_code read_error, std::size_t) { failed(read_error); });
            });
        });
        context_.run();
        return error_;
    }
    HttpAnswer answer() {
        return {static_cast<unsigned>(parser_.get().result_int()), parser_.get().body()};
    }

  private:
    bool failed(beast::error_code error) {
        error_ = error;
        return static_cast<bool>(error);
    }

    asio::io_context context_;
    beast::tcp_stream stream_;
    beast::flat_buffer buffer_;
    http::response_parser<http::string_body> parser_;
    beast::error_code error_;
};

} // namespace

Result<HttpAnswer> ask_console(const GatewayConfig& gateway, const std::string& target,
                               const std::string& body) {
    const auto token = read_token(gateway.data_directory);
    if (!token) return std::unexpected(token.error());
    const auto port = port_of(gateway);
    if (!port) return std::unexpected(port.error());
    const std::string place = gateway.console.host + ":" + std::to_string(*port);

    asio::io_context resolving;
    beast::error_code error;
    const auto where = asio::ip::tcp::resolver(resolving).resolve(gateway.console.host,
                                                                  std::to_string(*port), error);
    if (error) return failure("cannot find " + place + ": " + error.message());
    auto request = request_for(gateway, *token, target, body, *port);
    Question question;
    error = question.ask(where, request);
    if (error) {
        return failure("no answer from " + place + " (" + error.message() +
                       "): is the gateway running? Start it with: lockstep run " +
                       gateway.settings_file.string());
    }
    return question.answer();
}

Result<status::v1::Status> ask_status(const GatewayConfig& gateway) {
    const auto answer = ask_console(gateway, "/api/status");
    if (!answer) return std::unexpected(answer.error());
    if (answer->status != 200) return failure("the gateway answered " + answer->body);
    return parse_status_json(answer->body);
}

} // namespace lockstep
