# What is installed beside the program, and the Debian package (cpack -G DEB).
include(GNUInstallDirs)
set(id org.stipple.Stipple)
set(desktop ${CMAKE_SOURCE_DIR}/assets/desktop)
configure_file(${desktop}/${id}.metainfo.xml ${CMAKE_BINARY_DIR}/${id}.metainfo.xml @ONLY)
install(FILES ${desktop}/${id}.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES ${desktop}/${id}.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
install(FILES ${desktop}/${id}.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages)
install(FILES ${CMAKE_BINARY_DIR}/${id}.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)

# Made by the program from the tables that --help is made of.
set(manual ${CMAKE_BINARY_DIR}/stipple.1.gz)
set(completion ${CMAKE_BINARY_DIR}/completion/stipple)
add_custom_command(OUTPUT ${manual} DEPENDS stipple VERBATIM
    COMMAND $<TARGET_FILE:stipple> --manual | gzip -9n > ${manual})
add_custom_command(OUTPUT ${completion} DEPENDS stipple VERBATIM
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/completion
    COMMAND $<TARGET_FILE:stipple> --completion > ${completion})
add_custom_target(manual ALL DEPENDS ${manual} ${completion})
install(FILES ${manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${completion} DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)

install(FILES ${desktop}/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
execute_process(COMMAND gzip -9nc ${desktop}/changelog OUTPUT_FILE ${CMAKE_BINARY_DIR}/changelog.gz)
install(FILES ${CMAKE_BINARY_DIR}/changelog.gz DESTINATION ${CMAKE_INSTALL_DOCDIR})

install(PROGRAMS ${CMAKE_SOURCE_DIR}/assets/examples/batch-parallel ${CMAKE_SOURCE_DIR}/assets/examples/batch-slurm
    DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME stipple)
set(CPACK_PACKAGE_CONTACT "Stipple <stipple@example.org>") # reserved, nobody's: there is no address yet
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "preview of scalp micropigmentation on a photo")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Shows, on a patient's own photo, what scalp micropigmentation will look like:
 after each session, fresh and healed, and as it fades over the years, for one
 hairline or for several. A simulation, not a promise. Nothing is sent anywhere.")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION graphics)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "fonts-inter, libheif1")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
include(CPack)
