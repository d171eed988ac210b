#include "settings/secret.hpp"

#include "settings/file_text.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace lockstep {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t password_bytes_max = 256;

// The first and only line of the file.
Result<std::string> password_in(const fs::path& path) {
    std::error_code trouble;
    const auto rights = fs::status(path, trouble).permissions();
    const auto text = read_file_text(path, password_bytes_max + 2);
    if (!text) {
        return failure(text.error().what + "; name a file that holds the password and no more");
    }
    if ((rights & (fs::perms::others_read | fs::perms::others_write)) != fs::perms::none) {
        return failure("is open to every user of this machine; close it with chmod 600");
    }
    std::string password = *text;
    if (password.ends_with('\n')) password.pop_back();
    if (password.ends_with('\r')) password.pop_back();
    const bool is_one_line = std::ranges::none_of(
        password, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (password.empty() || !is_one_line) {
        return failure("does not hold one line of text; put the password on its only line");
    }
    return password;
}

} // namespace

std::string read_password(const EffectiveSection& section, Problems& problems) {
    const Value* literal = section.find("Password");
    const Value* file = section.find("PasswordFile");
    if (literal != nullptr && file != nullptr) {
        problems.error(literal->where, "Password and PasswordFile are both given",
                       "keep PasswordFile");
    }
    if (file != nullptr) {
        const auto password = password_in(resolved_path(*file));
        if (password) return *password;
        blame(problems, "PasswordFile", *file, password.error());
        return {};
    }
    if (literal == nullptr) return {};
    if (literal->literal) {
        problems.warning(literal->where, "Password stands in the file for all to read",
                         "use PasswordFile=, or Password=${NAME}");
    }
    return literal->text;
}

} // namespace lockstep
