#include "fix/quickfix_options.hpp"

#include "fix/raw_fields.hpp"

#include <stdexcept>

namespace lockstep {
namespace {

const std::string* find(const QuickfixKeys& keys, const std::string& key) {
    const auto found = keys.find(key);
    return found == keys.end() || found->second.empty() ? nullptr : &found->second;
}

} // namespace

int number_option(const QuickfixKeys& keys, const std::string& key, int otherwise) {
    const std::string* const text = find(keys, key);
    if (!text) return otherwise;
    const int number = plain_number(*text);
    if (number < 0) throw std::runtime_error(key + "=" + *text + ": must be a whole number");
    return number;
}

bool flag_option(const QuickfixKeys& keys, const std::string& key, bool otherwise) {
    const std::string* const text = find(keys, key);
    if (!text) return otherwise;
    if (*text != "Y" && *text != "N") {
        throw std::runtime_error(key + "=" + *text + ": must be Y or N");
    }
    return *text == "Y";
}

void apply_quickfix_options(const QuickfixKeys& keys, FIX::Session& session) {
    session.setSendRedundantResendRequests(flag_option(keys, "SendRedundantResendRequests", false));
    session.setCheckCompId(flag_option(keys, "CheckCompID", true));
    session.setCheckLatency(flag_option(keys, "CheckLatency", false));
    session.setMaxLatency(number_option(keys, "MaxLatency", 120));
    session.setLogonTimeout(number_option(keys, "LogonTimeout", 10));
    session.setLogoutTimeout(number_option(keys, "LogoutTimeout", 2));
    session.setResetOnLogon(flag_option(keys, "ResetOnLogon", false));
    session.setResetOnLogout(flag_option(keys, "ResetOnLogout", false));
    session.setResetOnDisconnect(flag_option(keys, "ResetOnDisconnect", false));
    session.setTimestampPrecision(number_option(keys, "TimestampPrecision", 3));
    session.setPersistMessages(true);
}

// Beginning and end are a microsecond apart, in reverse: QuickFIX then compares a message's time
// with the store's creation time, which is always ahead, and not two dates.
FIX::TimeRange all_day() {
    return {FIX::UtcTimeOnly(12, 0, 0, 0, 6), FIX::UtcTimeOnly(11, 59, 59, 999'999, 6)};
}

} // namespace lockstep
