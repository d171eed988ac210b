#include "cli/client.hpp"

#include "engine/data_files.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/json.hpp>

#include <chrono>

namespace lockstep {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

constexpr std::chrono::seconds patience{15};
constexpr std::uint64_t answer_bytes_max = 64 * 1024 * 1024;

// One request and its answer. Each step starts the next one.
class Exchange {
  public:
    Exchange(http::request<http::string_body> request, const tcp::endpoint& endpoint)
        : request_(std::move(request)) {
        parser_.body_limit(answer_bytes_max);
        stream_.expires_after(patience);
        stream_.async_connect(endpoint, [this](beast::error_code error) {
            if (failed(error)) return;
            connected_ = true;
            write();
        });
        io_.run();
    }

    bool connected() const { return connected_; }
    const beast::error_code& error() const { return error_; }
    Reply reply() const { return {parser_.get().result_int(), parser_.get().body()}; }

  private:
    void write() {
        http::async_write(stream_, request_, [this](beast::error_code error, std::size_t) {
            if (!failed(error)) read();
        });
    }
    void read() {
        http::async_read(stream_, buffer_, parser_, [this](beast::error_code error, std::size_t) {
            failed(error);
            stream_.close();
        });
    }
    bool failed(beast::error_code error) {
        error_ = error;
        return error.failed();
    }

    asio::io_context io_;
    beast::tcp_stream stream_{io_};
    http::request<http::string_body> request_;
    beast::flat_buffer buffer_;
    http::response_parser<http::string_body> parser_;
    beast::error_code error_;
    bool connected_ = false;
};

Result<tcp::endpoint> endpoint_of(const GatewayConfig& gateway) {
    std::uint16_t port = gateway.console.port;
    if (port == 0) {
        const auto written = read_console_port(gateway.data_directory);
        if (!written) {
            return failure("the gateway is not running (" + written.error().what +
                           "); start it with: lockstep run " + gateway.settings_file.string());
        }
        port = *written;
    }
    const std::string& host = gateway.console.host;
    return tcp::endpoint(asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host), port);
}

} // namespace

Result<Reply> ask_gateway(const GatewayConfig& gateway, const std::string& method,
                          const std::string& target, const std::string& body) {
    if (!std::filesystem::exists(gateway.data_directory / "token")) {
        return failure("the gateway is not running: it was never started with the data directory " +
                       gateway.data_directory.string() + "; start it with: lockstep run " +
                       gateway.settings_file.string());
    }
    const auto endpoint = endpoint_of(gateway);
    if (!endpoint) return std::unexpected(endpoint.error());
    const auto token = read_token(gateway.data_directory);
    if (!token) return failure("no token to ask the gateway with: " + token.error().what);
    http::request<http::string_body> request{http::string_to_verb(method), target, 11};
    const std::string port = std::to_string(endpoint->port());
    request.set(http::field::host, "localhost:" + port);
    request.set(http::field::authorization, "Bearer " + *token);
    request.keep_alive(false);
    if (!body.empty()) request.set(http::field::content_type, "application/json");
    request.body() = body;
    request.prepare_payload();
    const Exchange exchange(std::move(request), *endpoint);
    const std::string where = endpoint->address().to_string() + ":" + port;
    if (!exchange.connected()) {
        return failure("the gateway is not running: nobody listens on " + where + " (" +
                       exchange.error().message() + "); start it with: lockstep run " +
                       gateway.settings_file.string());
    }
    if (exchange.error()) {
        return failure("the gateway at " + where +
                       " did not answer: " + exchange.error().message());
    }
    return exchange.reply();
}

Result<std::string> ask_well(const GatewayConfig& gateway, const std::string& method,
                             const std::string& target, const std::string& body) {
    auto reply = ask_gateway(gateway, method, target, body);
    if (!reply) return std::unexpected(reply.error());
    if (reply->status == 200) return std::move(reply->body);
    boost::system::error_code bad;
    const boost::json::value answer = boost::json::parse(reply->body, bad);
    const auto* object = bad ? nullptr : answer.if_object();
    const auto* error = object ? object->if_contains("error") : nullptr;
    if (error == nullptr || !error->is_string()) {
        return failure("the gateway answered " + std::to_string(reply->status));
    }
    return failure("the gateway refuses: " + std::string(error->as_string()));
}

} // namespace lockstep
