#include "codec/status_json.hpp"

#include "proto/check.hpp"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <limits>

namespace lockstep {

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// How many bytes the UTF-8 character at the start of `text` has; 0 when there is none. Surrogates
// and overlong forms are none either.
std::size_t character_size(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto continues = [&](std::size_t i) {
        return i < text.size() && (byte(i) & 0xC0) == 0x80;
    };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
    if (!continues(1) || !continues(2)) return 0;
    if (first == 0xE0) return byte(1) >= 0xA0 ? 3 : 0;
    if (first == 0xED) return byte(1) < 0xA0 ? 3 : 0;
    if (first > 0xE0 && first <= 0xEF) return 3;
    if (!continues(3)) return 0;
    if (first == 0xF0) return byte(1) >= 0x90 ? 4 : 0;
    if (first == 0xF4) return byte(1) < 0x90 ? 4 : 0;
    return first > 0xF0 && first < 0xF4 ? 4 : 0;
}

void make_utf8(std::string& text) {
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t size = character_size(std::string_view(text).substr(i));
        if (size == 0) text[i] = '?';
        i += std::max<std::size_t>(size, 1);
    }
}

// Notices quote what peers wrote, and protobuf prints nothing at all for a text that is not UTF-8.
void make_all_utf8(Message& message) {
    const auto& reflection = *message.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    for (const auto* field : fields) {
        if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
            std::string text = reflection.GetString(message, field);
            make_utf8(text);
            reflection.SetString(&message, field, std::move(text));
        } else if (field->is_repeated()) {
            for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
                make_all_utf8(*reflection.MutableRepeatedMessage(&message, field, i));
            }
        } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
            make_all_utf8(*reflection.MutableMessage(&message, field));
        }
    }
}

} // namespace

std::string status_json(status::v1::Status status) {
    make_all_utf8(status);
    // Parts that were never set are there all the same, with their defaults.
    status.mutable_journal();
    status.mutable_latency();
    google::protobuf::util::JsonPrintOptions options;
    options.preserve_proto_field_names = true;
    options.always_print_primitive_fields = true;
    std::string json;
    const auto result = google::protobuf::util::MessageToJsonString(status, &json, options);
    LOCKSTEP_CHECK(result.ok());
    return json;
}

Result<status::v1::Status> parse_status_json(std::string_view json) {
    google::protobuf::util::JsonParseOptions options;
    options.ignore_unknown_fields = true;
    status::v1::Status status;
    const auto result = google::protobuf::util::JsonStringToMessage(
        google::protobuf::StringPiece(json.data(), json.size()), &status, options);
    if (!result.ok()) return failure("this is no status: " + result.ToString());
    return status;
}

std::int32_t status_contracts(std::int64_t lots) {
    using Range = std::numeric_limits<std::int32_t>;
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(lots, Range::min(), Range::max()));
}

std::uint32_t status_count(std::uint64_t count) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(count, UINT32_MAX));
}

std::uint32_t status_latency_ns(std::int64_t ns) {
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(ns, 0, UINT32_MAX));
}

} // namespace lockstep
