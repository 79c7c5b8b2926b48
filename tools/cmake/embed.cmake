# cmake -DOUT=file.c "-DFILES=a;b" -DHEADER=render/gl_text.h -DNAME=gl_text -P embed.cmake: the files' text as the array
# gl_texts of that header, of struct gl_text.
set(arrays "")
set(table "")
set(number 0)
foreach(file ${FILES})
    get_filename_component(name ${file} NAME)
    file(READ ${file} text HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," text "${text}")
    string(APPEND arrays "static const char text_${number}[] = {${text}0};\n")
    string(APPEND table "    {\"${name}\", text_${number}},\n")
    math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUT} "#include \"${HEADER}\"\n\n${arrays}\nconst struct ${NAME} ${NAME}s[] = {\n${table}    {0},\n};\n")
