# Libraries by their Debian packages; tools/run and tools/test install them.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
foreach(lib libpng libjpeg libwebp lcms2 jansson libdeflate libtiff-4)
    string(REGEX REPLACE "[^a-z0-9]" "_" name ${lib})
    pkg_check_modules(${name} REQUIRED IMPORTED_TARGET ${lib})
endforeach()
pkg_check_modules(cmocka IMPORTED_TARGET cmocka)
