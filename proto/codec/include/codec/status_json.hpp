// The status picture as JSON: what GET /api/status answers and `lockstep status` reads.
#pragma once

#include "proto/result.hpp"
#include "schema/status.pb.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace lockstep {

// One JSON object with the names of status.proto; zeros, empty text and empty lists are printed, so
// that the form is the same whatever the values. Text that is not UTF-8 is shown with "?".
std::string status_json(status::v1::Status status);

// The picture in `json`. Refuses what is not JSON or has another form; fields of newer versions are
// passed over.
Result<status::v1::Status> parse_status_json(std::string_view json);

// Numbers of the domain as the status carries them: at the ends of the range they saturate.
std::int32_t status_contracts(std::int64_t lots);
std::uint32_t status_count(std::uint64_t count);
std::uint32_t status_latency_ns(std::int64_t ns);

} // namespace lockstep
