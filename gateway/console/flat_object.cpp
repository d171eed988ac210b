#include "console/flat_object.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp> // Boost.JSON is compiled here

#include <utility>

namespace lockstep {

namespace {

namespace json = boost::json;

// What the parser calls. Anything but a flat object fails with a text that says why.
class FlatHandler {
  public:
    static constexpr std::size_t max_object_size = 16;
    static constexpr std::size_t max_array_size = 0;
    static constexpr std::size_t max_key_size = 64;
    static constexpr std::size_t max_string_size = 4096;

    using Code = json::error_code;

    FlatObject object;
    std::string why;

    bool on_document_begin(Code&) { return true; }
    bool on_document_end(Code&) { return true; }
    bool on_object_begin(Code& code) {
        if (inside_) return refuse(code, "nothing may be nested");
        return inside_ = true;
    }
    bool on_object_end(std::size_t, Code&) { return true; }
    bool on_array_begin(Code& code) { return refuse(code, "a list is not expected"); }
    bool on_array_end(std::size_t, Code&) { return true; }
    bool on_key_part(json::string_view part, std::size_t, Code&) {
        text_.append(part.data(), part.size());
        return true;
    }
    bool on_key(json::string_view part, std::size_t, Code& code) {
        key_ = std::exchange(text_, {}).append(part.data(), part.size());
        return !object.contains(key_) || refuse(code, "\"" + key_ + "\" comes twice");
    }
    bool on_string_part(json::string_view part, std::size_t, Code&) {
        text_.append(part.data(), part.size());
        return true;
    }
    bool on_string(json::string_view part, std::size_t, Code& code) {
        return put(std::exchange(text_, {}).append(part.data(), part.size()), code);
    }
    bool on_number_part(json::string_view, Code&) { return true; }
    bool on_int64(std::int64_t number, json::string_view, Code& code) { return put(number, code); }
    bool on_uint64(std::uint64_t, json::string_view, Code& code) {
        return refuse(code, "a number is too large");
    }
    bool on_double(double, json::string_view, Code& code) {
        return refuse(code, "a number is not whole, or too large");
    }
    bool on_bool(bool, Code& code) { return refuse(code, "true and false are not expected"); }
    bool on_null(Code& code) { return refuse(code, "null is not expected"); }
    bool on_comment_part(json::string_view, Code&) { return true; }
    bool on_comment(json::string_view, Code&) { return true; }

  private:
    bool put(FlatValue value, Code& code) {
        if (!inside_) return refuse(code, "an object is expected");
        object.emplace(key_, std::move(value));
        return true;
    }
    bool refuse(Code& code, std::string text) {
        why = std::move(text);
        code = json::error::exception;
        return false;
    }

    std::string key_;
    std::string text_;
    bool inside_ = false;
};

} // namespace

Result<FlatObject> parse_flat_object(std::string_view text) {
    json::basic_parser<FlatHandler> parser{json::parse_options{}};
    json::error_code code;
    const std::size_t read = parser.write_some(false, text.data(), text.size(), code);
    const FlatHandler& handler = parser.handler();
    if (!handler.why.empty()) return failure(handler.why);
    if (code) return failure("no JSON: " + code.message());
    if (read != text.size()) return failure("no JSON: something follows the object");
    return handler.object;
}

} // namespace lockstep
